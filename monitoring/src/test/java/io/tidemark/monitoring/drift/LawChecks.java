package io.tidemark.monitoring.drift;

import static io.tidemark.monitoring.drift.Checks.close;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.ReferenceVector.Pair;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** What chance gives: critical values, powers, p-values. */
final class LawChecks {
  /** So much larger a baseline is exact beside any current counts. */
  private static final double EXACT = 1e15;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private LawChecks() {}

  static Checks checks() {
    return new Checks()
        .number("mean", vector -> law(vector).mean())
        .number("q95", vector -> independent(vector).critical(0.05))
        .number("q99", vector -> independent(vector).critical(0.01))
        .number("q999", vector -> independent(vector).critical(0.001))
        .number("threshold", LawChecks::threshold)
        .number("iid_threshold", vector -> independent(vector).critical(alpha(vector)))
        .number("overdispersion_phi", vector -> fitted(vector).phi())
        .number("nu", vector -> fitted(vector).dof())
        .number("a", vector -> law(vector).scale())
        .number("var", vector -> 2 * law(vector).scale() * law(vector).mean())
        .add("power", LawChecks::power)
        .number("chi2_threshold_95", LawChecks::exactBaseline)
        .number("right_threshold", vector -> independent(vector).critical(alpha(vector)))
        .number("scouter_threshold", vector -> ofWindowAlone(vector).critical(alpha(vector)))
        .number(
            "real_false_alarm_rate_of_scouter_threshold",
            vector -> independent(vector).pValue(vector.expected("scouter_threshold")))
        .number("chi2", vector -> twoSamples(vector).statistic())
        .number("dof", vector -> twoSamples(vector).dof())
        .number("chi2_norm", vector -> twoSamples(vector).statistic() / twoSamples(vector).dof())
        .number("z_score", vector -> NORMAL.inverseSurvivalProbability(twoSamples(vector).pValue()))
        .add("p_value", LawChecks::pValue)
        .number("chi2_gof_p", vector -> goodnessOfFit(vector).pValue());
  }

  private static double alpha(ReferenceVector vector) {
    return vector.input("alpha").asDouble();
  }

  private static SampleSizes sizes(ReferenceVector vector) {
    long baseline = vector.has("n_baseline") ? vector.input("n_baseline").asLong() : Long.MAX_VALUE;
    return new SampleSizes(vector.input("n_current").asLong(), baseline);
  }

  private static int bins(ReferenceVector vector) {
    return vector.input("bins").asInt();
  }

  private static NullLaw independent(ReferenceVector vector) {
    return Calibration.INDEPENDENT.law(bins(vector), sizes(vector));
  }

  private static NullLaw ofWindowAlone(ReferenceVector vector) {
    SampleSizes sizes = new SampleSizes(vector.input("n_current").asLong(), Long.MAX_VALUE);
    return Calibration.INDEPENDENT.law(bins(vector), sizes);
  }

  private static Calibration fitted(ReferenceVector vector) {
    return Calibration.fit(vector.list("calibration_psis"), bins(vector), sizes(vector));
  }

  private static NullLaw law(ReferenceVector vector) {
    return vector.has("calibration_psis")
        ? fitted(vector).law(bins(vector), sizes(vector))
        : independent(vector);
  }

  private static double threshold(ReferenceVector vector) {
    return vector.has("p_values")
        ? OtherMeasures.falseDiscoveries(vector).threshold()
        : law(vector).critical(alpha(vector));
  }

  private static double exactBaseline(ReferenceVector vector) {
    Pair pair = vector.pair();
    SampleSizes sizes = new SampleSizes((long) Psi.sum(pair.current()), Long.MAX_VALUE);
    return Calibration.INDEPENDENT.law(pair.current().length, sizes).critical(0.05);
  }

  private static void power(ReferenceVector vector) {
    NullLaw law = independent(vector);
    vector
        .expectedNode("power")
        .properties()
        .forEach(
            entry -> {
              double effect = effectOfMeanShift(Double.parseDouble(entry.getKey()), bins(vector));
              close(
                  "power at a shift of " + entry.getKey(),
                  vector,
                  entry.getValue().asDouble(),
                  law.power(alpha(vector), effect));
            });
  }

  /** Sum of (p - q)^2 / q over the quantile bins of a standard normal shifted by {@code shift}. */
  private static double effectOfMeanShift(double shift, int bins) {
    double effect = 0;
    double below = 0;
    double share = 1.0 / bins;
    for (int bin = 1; bin <= bins; bin++) {
      double edge = NORMAL.inverseCumulativeProbability((double) bin / bins);
      double upTo = NORMAL.cumulativeProbability(edge - shift);
      effect += (upTo - below - share) * (upTo - below - share) / share;
      below = upTo;
    }
    return effect;
  }

  private static ChiSquare twoSamples(ReferenceVector vector) {
    Pair pair = vector.pair();
    return ChiSquare.of(pair.baseline(), pair.current());
  }

  /** Some tests take the baseline for exact: with us, a baseline without end. */
  private static ChiSquare goodnessOfFit(ReferenceVector vector) {
    Pair pair = vector.pair();
    double[] baseline = Arrays.stream(pair.baseline()).map(count -> count * EXACT).toArray();
    return ChiSquare.of(baseline, pair.current());
  }

  /** A statistic beside the p-value says that the test is one of two samples. */
  private static void pValue(ReferenceVector vector) {
    if (vector.has("scaled_ks")) {
      close(vector, "p_value", OtherMeasures.kolmogorov(vector.input("scaled_ks").asDouble()));
    } else if (vector.isKnownDefect()) {
      disjointCategoriesAreMaximalDrift(vector);
    } else {
      boolean twoSamples = vector.expects("chi2");
      ChiSquare test = twoSamples ? twoSamples(vector) : goodnessOfFit(vector);
      close(vector, "p_value", test.pValue());
    }
  }

  private static void disjointCategoriesAreMaximalDrift(ReferenceVector vector) {
    assertThat(vector.expected("p_value")).isNaN();
    assertThat(twoSamples(vector).pValue()).isLessThan(1e-12);
    assertThat(DistanceChecks.jensenShannon(vector.pair())).isEqualTo(1);
  }
}

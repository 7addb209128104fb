package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.monitoring.drift.ReferenceVector.Pair;

/** What public systems assert and is wrong: the right answer stands here instead. */
final class KnownDefects {

  private KnownDefects() {}

  static void check(ReferenceVector vector) {
    switch (vector.name()) {
      case "deequ_chi2_disjoint_categories" -> disjointCategoriesAreMaximalDrift(vector);
      case "tfdv_js_same_nan_rate_known_defect" -> equalNanRatesAreNoDrift(vector);
      case "frouros_psi_float_min_known_defect" -> emptyBinsDoNotExplode(vector);
      case "radicalbit_ks_small_num2_known_defect" -> identicalSamplesHaveDistanceZero(vector);
      case "popmon_pipeline_raw_counts_known_defect" -> volumeAloneIsNoDrift(vector);
      case "scouter_threshold_ignores_baseline_size_known_defect" ->
          baselineSizeIsPartOfTheThreshold(vector);
      default -> fail("No check for the known defect '%s': add one", vector.name());
    }
  }

  private static void disjointCategoriesAreMaximalDrift(ReferenceVector vector) {
    Pair pair = vector.pair();
    assertThat(ChiSquare.of(pair.baseline(), pair.current()).pValue()).isLessThan(1e-12);
    assertThat(ReferenceVectorTest.jensenShannon(pair)).isEqualTo(1);
  }

  private static void equalNanRatesAreNoDrift(ReferenceVector vector) {
    assertThat(vector.expected("js_divergence_base2")).isEqualTo(1);
    assertThat(ReferenceVectorTest.jensenShannon(vector.pair())).isZero();
  }

  private static void emptyBinsDoNotExplode(ReferenceVector vector) {
    assertThat(ReferenceVectorTest.psi(vector.pair(), PsiConvention.ZERO_TO_FLOAT_MIN))
        .isCloseTo(vector.expected("psi"), within(vector.tolerance()));
    assertThat(ReferenceVectorTest.psi(vector.pair(), PsiConvention.JEFFREYS))
        .isCloseTo(1.2043, within(5e-5));
  }

  private static void identicalSamplesHaveDistanceZero(ReferenceVector vector) {
    Pair pair = vector.pairOfValues();
    assertThat(vector.expected("ks")).isNotZero();
    assertThat(Distances.kolmogorovSmirnov(pair.baseline(), pair.current())).isZero();
  }

  private static void volumeAloneIsNoDrift(ReferenceVector vector) {
    assertThat(ReferenceVectorTest.psi(vector.pair(), PsiConvention.ADD_1E_5))
        .isEqualTo(vector.expected("psi_correct"))
        .isNotEqualTo(vector.expected("psi_on_raw_counts"));
  }

  private static void baselineSizeIsPartOfTheThreshold(ReferenceVector vector) {
    SampleSizes sizes =
        new SampleSizes(vector.input("n_current").asLong(), vector.input("n_baseline").asLong());
    NullLaw law = Calibration.INDEPENDENT.law(vector.input("bins").asInt(), sizes);
    assertThat(law.critical(vector.input("alpha").asDouble()))
        .isCloseTo(vector.expected("right_threshold"), within(vector.tolerance()));
  }
}

package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * False alarms on data without drift, and alarms on data with, come at the stated rates. The rates
 * of 40,000 runs a cell stand in RATIONALE.md; here are fewer, and three standard errors are
 * allowed on top.
 */
class NoDriftSimulationTest {

  /** Values drawn per cell, which bounds the time it takes. */
  private static final int DRAWS = 2_000_000;

  private static final int MAX_RUNS = 3_000;
  private static final double ROUGH_ALPHA = 0.05;
  private static final double STRICT_ALPHA = 0.001;
  private static final DriftEvaluator ROUGH =
      new DriftEvaluator(DriftRule.DEFAULT.withAlpha(ROUGH_ALPHA));
  private static final DriftEvaluator STRICT =
      new DriftEvaluator(DriftRule.DEFAULT.withAlpha(STRICT_ALPHA));

  @ParameterizedTest
  @CsvSource({
    "300, 1000", "1000, 1000", "10000, 1000",
    "300, 10000", "1000, 10000", "10000, 10000",
    "300, 100000", "1000, 100000", "10000, 100000"
  })
  void falseAlarmRateIsTheStatedOne(int current, int baseline) {
    Rates rates = simulate(current, baseline, 0);
    assertThat(rates.rough())
        .as("N=%d M=%d %s", current, baseline, rates)
        .isBetween(0.04 - rates.errors(ROUGH_ALPHA), 0.06 + rates.errors(ROUGH_ALPHA));
    assertThat(rates.strict())
        .as("N=%d M=%d %s", current, baseline, rates)
        .isLessThanOrEqualTo(0.002 + rates.errors(STRICT_ALPHA));
  }

  @Test
  void shiftOfAFifthOfADeviationIsFoundInAThousandValues() {
    assertThat(simulate(1_000, 100_000, 0.2).strict()).isGreaterThan(0.9);
  }

  @Test
  void shiftOfATenthOfADeviationIsFoundInTenThousandValues() {
    assertThat(simulate(10_000, 100_000, 0.1).strict()).isGreaterThan(0.99);
  }

  private record Rates(double rough, double strict, int runs) {

    /** Three standard errors of a rate. */
    double errors(double rate) {
      return 3 * Math.sqrt(rate * (1 - rate) / runs);
    }
  }

  /** Counts over the bins of a baseline that is drawn anew for each run. */
  private static Rates simulate(int n, int m, double shift) {
    SplittableRandom random = new SplittableRandom(n * 31L + m);
    int runs = Math.min(MAX_RUNS, DRAWS / n);
    int rough = 0;
    int strict = 0;
    for (int run = 0; run < runs; run++) {
      Bins bins = Bins.of(m, shift, random);
      BinCounts current = bins.draw(n, random);
      rough += isBeyondChance(ROUGH, bins, current) ? 1 : 0;
      strict += isBeyondChance(STRICT, bins, current) ? 1 : 0;
    }
    return new Rates((double) rough / runs, (double) strict / runs, runs);
  }

  private static boolean isBeyondChance(DriftEvaluator evaluator, Bins bins, BinCounts current) {
    DriftResult result = evaluator.evaluate(bins.profile(), current);
    return result.evidence().orElseThrow().isBeyondChance();
  }
}

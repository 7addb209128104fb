package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Users with twenty equal events each, without drift, judged by what their own windows before have
 * taught. More runs, other mixtures and what a shift takes stand in RATIONALE.md.
 */
class DependentValuesSimulationTest {
  private static final int EVENTS = 20;
  private static final int BASELINE = 100_000;
  private static final double ALLOWED = 0.005;
  private static final Duration WINDOW = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({
    "100, 0, 4000", "300, 0, 4000", "1000, 0, 3000", "10000, 0, 1000",
    "100, 3, 3000", "300, 3, 3000", "1000, 3, 3000", "10000, 3, 600",
    "100, 10, 2000", "300, 10, 2000", "1000, 10, 2000", "10000, 10, 300",
    "100, 100, 600", "300, 100, 600", "1000, 100, 400", "10000, 100, 60"
  })
  void equalEventsOfUsersAreStable(int values, int windows, int runs) {
    SplittableRandom random = new SplittableRandom(values * 31L + windows);
    DriftEvaluator evaluator = new DriftEvaluator(DriftRule.DEFAULT);
    int unstable = 0;
    for (int run = 0; run < runs; run++) {
      Bins bins = Bins.of(BASELINE, 0, random);
      Calibration known = learn(bins, values, windows, random);
      DriftResult result = evaluator.evaluate(bins.profile(), draw(bins, values, random), known);
      unstable += result.status() == DriftStatus.STABLE ? 0 : 1;
    }
    double error = 3 * Math.sqrt(ALLOWED * (1 - ALLOWED) / runs);
    assertThat((double) unstable / runs)
        .as("N=%d, %d windows known", values, windows)
        .isLessThanOrEqualTo(ALLOWED + error);
  }

  private static BinCounts draw(Bins bins, int values, SplittableRandom random) {
    return bins.draw(values / EVENTS, EVENTS, random);
  }

  /** One that is in part, and one that stands alone, come before the first that is compared. */
  private static Calibration learn(Bins bins, int values, int windows, SplittableRandom random) {
    WindowHistory history = new WindowHistory();
    String hash = bins.profile().binning().hash();
    for (int i = 0; i < windows + 2; i++) {
      history.offer(
          hash,
          draw(bins, values, random),
          i * WINDOW.toMillis(),
          WINDOW,
          100,
          Calibration.ASSUMED_PHI);
    }
    return history.calibration(hash, 10, Calibration.ASSUMED_PHI);
  }
}

package io.tidemark.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.monitoring.quality.ProbabilityQuality;
import io.tidemark.monitoring.quality.ScoredLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reference values {@code label_maturity_bias} and {@code label_revision_retracts}. */
class LabelVectorsTest {
  private static final long T = JoinFixtures.T;
  private static final long HOUR = JoinFixtures.HOUR;

  private static JoinLog log(Duration window) {
    return new JoinLog(
        List.of(JoinFixtures.label("click", window, Duration.ZERO, OnTimeout.NEGATIVE)),
        JoinFixtures.HORIZONS);
  }

  private static void observe(JoinLog log, String request, long atMs, boolean clicked) {
    List<Judgement> says =
        clicked ? JoinFixtures.positive("click", 1.0) : JoinFixtures.negative("click");
    log.observe(new Outcome(request, atMs, "click", says), atMs);
  }

  /**
   * One in twenty is positive, after a delay of twelve hours in the mean, exponential; all others
   * are known to be negative after 48 hours.
   */
  @Test
  void labelMaturityBias() {
    int predictions = 20_000;
    int positives = predictions / 20;
    JoinLog log = log(Duration.ofHours(48));
    for (int i = 0; i < predictions; i++) {
      log.predict(JoinFixtures.prediction("r" + i, T), T);
    }
    double[] ages = {6, 12, 24, 36, 47};
    double[] seen = {
      0.3934693402873666,
      0.6321205588285577,
      0.8646647167633873,
      0.950212931632136,
      0.9800926579222663
    };
    int observed = 0;
    for (int i = 0; i < ages.length; i++) {
      long nowMs = T + (long) (ages[i] * HOUR);
      for (; observed < positives && delayMs(observed, positives) <= nowMs - T; observed++) {
        observe(log, "r" + observed, T + delayMs(observed, positives), true);
      }
      log.passTime(nowMs);
      double known = log.labels().size();
      assertThat(log.labels().values()).as("labelled only, at %s h", ages[i]).containsOnly(1.0);
      assertThat(known / positives).isCloseTo(seen[i], within(1.0 / positives));
      assertThat(known / predictions).isCloseTo(0.05 * seen[i], within(1.0 / predictions));
    }
    log.passTime(T + 48 * HOUR + 1);
    assertThat(log.labels()).as("mature").hasSize(predictions);
  }

  /** Delays at the middle of equal shares of an exponential distribution. */
  private static long delayMs(int number, int of) {
    return (long) (-12 * HOUR * Math.log(1 - (number + 0.5) / of));
  }

  @Test
  void labelRevisionRetracts() {
    double[] scores = {0.9, 0.2, 0.6, 0.7};
    boolean[] clicked = {true, false, false, true};
    JoinLog log = log(Duration.ofHours(1));
    for (int i = 0; i < scores.length; i++) {
      log.predict(JoinFixtures.prediction("r" + i, T), T);
      observe(log, "r" + i, T + 1, clicked[i]);
    }
    requireQuality(labels(log, scores), 0.125, 0.40036743569623084);
    double brierSum = 4 * ProbabilityQuality.brier(labels(log, scores));
    observe(log, "r0", T + 2, false);
    requireQuality(labels(log, scores), 0.325, 0.9496735800302858);

    Emission.Labelled revision = (Emission.Labelled) log.emissions.get(log.emissions.size() - 1);
    double before = square(scores[0] - revision.retracted().value());
    double after = square(scores[0] - revision.standing().value());
    assertThat((brierSum - before + after) / 4).isCloseTo(0.325, within(1e-12));
  }

  private static void requireQuality(List<ScoredLabel> labels, double brier, double logLoss) {
    assertThat(ProbabilityQuality.brier(labels)).isCloseTo(brier, within(1e-12));
    assertThat(ProbabilityQuality.logLoss(labels)).isCloseTo(logLoss, within(1e-12));
  }

  private static List<ScoredLabel> labels(JoinLog log, double[] scores) {
    List<ScoredLabel> labels = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      labels.add(ScoredLabel.of(scores[i], log.labels().get("r" + i + "|click") == 1.0));
    }
    return labels;
  }

  private static double square(double value) {
    return value * value;
  }
}

package io.tidemark.monitoring.labels;

import static io.tidemark.monitoring.labels.LabelTraffic.DAY;
import static io.tidemark.monitoring.labels.LabelTraffic.HOUR;
import static io.tidemark.monitoring.labels.LabelTraffic.LABEL;
import static io.tidemark.monitoring.labels.LabelTraffic.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** False alarms and time to notice, over months of simulated traffic. */
class OutageSimulationTest {
  private static final long SEED = 20_261_201;
  private static final Map<String, WaitStep> STEPS = Map.of(LABEL, new WaitStep(MINUTE));

  private ModelLabels model = new ModelLabels(STEPS, 2);
  private final List<OutageMove> moves = new ArrayList<>();

  private void run(LabelTraffic traffic, long fromMs, long toMs) {
    for (long atMs = fromMs; atMs < toMs; atMs += MINUTE) {
      traffic.minute(atMs).forEach(model::take);
      moves.addAll(model.advance());
    }
  }

  private static LabelTraffic traffic(long seed) {
    return new LabelTraffic(seed, 2, 2 * HOUR);
  }

  /** Around 1, from one less a share to one more, once a day. */
  private static double swing(long atMs, double share) {
    return 1 + share * Math.sin(2 * Math.PI * atMs / DAY);
  }

  @Test
  void daysThatDifferAndNightsWithoutPredictionsAreNoOutage() {
    for (long seed = SEED; seed < SEED + 12; seed++) {
      model = new ModelLabels(STEPS, 2);
      LabelTraffic traffic = traffic(seed);
      double perMinute = new double[] {0.5, 2, 3, 5, 20, 60}[(int) (seed - SEED) % 6];
      traffic.perMinute =
          at -> at % DAY < 3 * HOUR ? 0 : perMinute * swing(at, 0.9) * (at / DAY % 7 < 2 ? 0.3 : 1);
      traffic.positives = at -> 0.3 * swing(at + 5 * HOUR, 0.5);
      run(traffic, 0, 30 * DAY);
      assertThat(moves).as("seed %d, %s a minute", seed, perMinute).isEmpty();
      assertThat(model.label(LABEL).orElseThrow().hasLearnt()).isTrue();
    }
  }

  @Test
  void stopIsOneOutageNoticedWithinAQuarterOfAnHourAndOverWhenOutcomesComeAgain() {
    for (int trial = 0; trial < 20; trial++) {
      model = new ModelLabels(STEPS, 2);
      moves.clear();
      LabelTraffic traffic = traffic(SEED + trial);
      traffic.perMinute = at -> 20 * swing(at, 0.5);
      long stopMs = 2 * DAY + 37L * trial * MINUTE;
      long againMs = stopMs + 3 * HOUR;
      traffic.lost = at -> stopMs <= at && at < againMs;
      run(traffic, 0, 3 * DAY);
      String what = "seed " + (SEED + trial) + ": " + moves;
      assertThat(moves).as(what).hasSize(2);
      assertThat(moves.get(0).outage().isOpen()).as(what).isTrue();
      assertThat(moves.get(0).atMs()).as(what).isBetween(stopMs, stopMs + 15 * MINUTE);
      Outage over = moves.get(1).outage();
      assertThat(over.fromMs()).as(what).isBetween(stopMs - 3 * MINUTE, stopMs + 2 * MINUTE);
      assertThat(over.untilMs()).as(what).isBetween(againMs - MINUTE, againMs + 8 * MINUTE);
      assertThat(moves.get(1).atMs()).as(what).isBetween(againMs, againMs + 15 * MINUTE);
      assertThat(over.came()).as(what).isLessThan(0.1 * over.expected());
    }
  }

  @Test
  void rateThatFallsToATwentiethIsAnOutageAndToAHalfIsNone() {
    LabelTraffic traffic = traffic(SEED);
    traffic.positives = at -> at < 2 * DAY ? 0.4 : 0.2;
    run(traffic, 0, 3 * DAY);
    assertThat(moves).isEmpty();
    traffic.positives = at -> 0.02;
    run(traffic, 3 * DAY, 3 * DAY + HOUR);
    assertThat(moves).hasSize(1);
  }

  @Test
  void outcomesInHourlyBatchesAreNoOutageUntilBatchesAreMissing() {
    LabelTraffic traffic = traffic(SEED);
    traffic.delivered = at -> Math.floorDiv(at, HOUR) * HOUR + HOUR + MINUTE / 2;
    run(traffic, 0, 10 * DAY);
    assertThat(moves).isEmpty();
    traffic.lost = at -> true;
    run(traffic, 10 * DAY, 12 * DAY);
    assertThat(moves).hasSize(1);
    assertThat(moves.get(0).atMs()).isBetween(10 * DAY + 12 * HOUR, 12 * DAY);
  }

  /** All that waited is closed before the next ones come: evidence has to outlast that. */
  @Test
  void predictionsInBatchesWhoseOutcomesStopAreAnOutageAfterAFew() {
    for (long seed = SEED; seed < SEED + 10; seed++) {
      model = new ModelLabels(STEPS, 2);
      moves.clear();
      LabelTraffic traffic = new LabelTraffic(seed, 2, HOUR);
      traffic.perMinute = at -> at % (2 * HOUR) == 0 ? 44 : 0;
      traffic.positives = at -> 0.5;
      run(traffic, 0, 20 * DAY);
      assertThat(moves).as("seed %d", seed).isEmpty();
      traffic.lost = at -> true;
      run(traffic, 20 * DAY, 21 * DAY);
      assertThat(moves).as("seed %d", seed).hasSize(1);
      assertThat(moves.get(0).atMs()).as("seed %d", seed).isBetween(20 * DAY, 20 * DAY + 10 * HOUR);
      traffic.lost = at -> false;
      run(traffic, 21 * DAY, 22 * DAY);
      assertThat(moves).as("seed %d", seed).hasSize(2);
    }
  }

  @Test
  void labelThatTakesDaysIsNotMissedBeforeItsTime() {
    LabelTraffic traffic = new LabelTraffic(SEED, 2, 7 * DAY);
    traffic.perMinute = at -> 4;
    traffic.delayMs = at -> 2 * DAY + traffic.exponential(12 * HOUR);
    run(traffic, 0, 14 * DAY);
    assertThat(moves).isEmpty();
    LabelWatch watch = model.label(LABEL).orElseThrow();
    assertThat(watch.delays().completeness(2 * DAY - 4 * HOUR)).isLessThan(0.02);
    assertThat(watch.delays().completeness(5 * DAY)).isGreaterThan(0.95);
    // a tenth of a day's predictions at once changes nothing for days
    traffic.perMinute = at -> 40;
    run(traffic, 14 * DAY, 15 * DAY);
    assertThat(moves).isEmpty();
  }

  @Test
  void quietModelExpectsNothingAndAnOutageEndsADayAfterNothingWaits() {
    LabelTraffic traffic = traffic(SEED);
    run(traffic, 0, DAY);
    traffic.perMinute = at -> 0;
    run(traffic, DAY, 2 * DAY);
    assertThat(moves).isEmpty();
    traffic.perMinute = at -> 20;
    run(traffic, 2 * DAY, 2 * DAY + 6 * HOUR);
    traffic.lost = at -> true;
    run(traffic, 2 * DAY + 6 * HOUR, 2 * DAY + 7 * HOUR);
    traffic.perMinute = at -> 0;
    run(traffic, 2 * DAY + 7 * HOUR, 3 * DAY + 7 * HOUR);
    assertThat(moves).hasSize(1);
    run(traffic, 3 * DAY + 7 * HOUR, 3 * DAY + 10 * HOUR);
    assertThat(moves).hasSize(2);
    assertThat(moves.get(1).outage().isOpen()).isFalse();
  }

  @Test
  void whoeverTellsFirstAndWhateverIsReadBackTheMovesAreTheSame() {
    LabelTraffic straight = traffic(SEED);
    LabelTraffic twin = traffic(SEED);
    straight.lost = at -> DAY <= at && at < DAY + 2 * HOUR;
    twin.lost = straight.lost;
    run(straight, 0, 2 * DAY);
    assertThat(moves).hasSize(2);

    ModelLabels other = new ModelLabels(STEPS, 2);
    List<OutageMove> found = new ArrayList<>();
    List<WaitChange> waiting = new ArrayList<>();
    Random random = new Random(SEED);
    for (long atMs = 0; atMs < 2 * DAY; atMs += MINUTE) {
      waiting.addAll(twin.minute(atMs));
      // away for hours at times, then everything is told at once, task by task
      if (atMs % (7 * HOUR) > 3 * HOUR || random.nextInt(3) == 0) {
        continue;
      }
      List<WaitChange> ordered = new ArrayList<>();
      for (int task : random.nextBoolean() ? new int[] {0, 1} : new int[] {1, 0}) {
        waiting.stream().filter(change -> change.partition() == task).forEach(ordered::add);
      }
      ordered.forEach(change -> other.take(WaitChange.decode(change.encode())));
      found.addAll(other.advance());
      waiting.clear();
    }
    waiting.forEach(other::take);
    found.addAll(other.advance());
    assertThat(found).as("seed %d", SEED).isEqualTo(moves);
  }

  @Test
  void readBackAtEveryMomentItGoesOnTheSame() {
    LabelTraffic straight = traffic(SEED);
    LabelTraffic twin = traffic(SEED);
    straight.lost = at -> 10 * HOUR <= at && at < 12 * HOUR;
    twin.lost = straight.lost;
    run(straight, 0, 14 * HOUR);
    ModelLabels other = new ModelLabels(STEPS, 2);
    List<OutageMove> found = new ArrayList<>();
    for (long atMs = 0; atMs < 14 * HOUR; atMs += MINUTE) {
      for (WaitChange change : twin.minute(atMs)) {
        other.take(change);
        other = ModelLabels.decode(other.encode(), STEPS, 2);
      }
      found.addAll(other.advance());
    }
    assertThat(found).hasSize(2).isEqualTo(moves);
    assertThat(other.encode()).isEqualTo(model.encode());
  }
}

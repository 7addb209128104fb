package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.DAY;
import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.click;
import static io.tidemark.join.JoinFixtures.impression;
import static io.tidemark.join.JoinFixtures.negative;
import static io.tidemark.join.JoinFixtures.outcome;
import static io.tidemark.join.JoinFixtures.prediction;
import static io.tidemark.join.JoinFixtures.purchase;
import static io.tidemark.join.JoinFixtures.unjudged;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Several;
import io.tidemark.join.NaiveJoin.Arrived;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A label does not depend on when its inputs are read: they lie on four partitions, each read in
 * its order and at its own pace, with pauses, while the clock goes as far as all have been read.
 */
class JoinReadOrderTest {
  private static final int RUNS = 8_000;
  private static final int PARTITIONS = 4;

  /** Of what comes late nothing counts, what comes within ten minutes, or all. */
  private static final List<Model.Late> LATE =
      List.of(
          new Model.Late(Duration.ofMinutes(10), false),
          new Model.Late(Duration.ofMinutes(10), true),
          new Model.Late(Duration.ofDays(1), true));

  private final List<Deque<Arrived>> partitions = new ArrayList<>();
  private JoinLog log;

  @Test
  void labelsAreThoseOfHindsightHoweverInputsAreRead() {
    for (long seed = 0; seed < RUNS; seed++) {
      List<Arrived> history = history(new SplittableRandom(seed));
      Several several = Several.values()[(int) (seed % Several.values().length)];
      List<Model.Label> labels = JoinFixtures.labels(several, LATE.get((int) (seed / 6 % 3)));
      Map<String, String> expected = NaiveJoin.labels(history, labels, HORIZONS);
      String closed = null;
      for (int reading = 0; reading < 3; reading++) {
        JoinReadOrderTest reader = new JoinReadOrderTest();
        Map<String, String> read =
            reader.read(labels, history, new SplittableRandom(seed * 31 + reading));
        String closedNow = reader.closedAs(labels);
        closed = closed == null ? closedNow : closed;
        assertThat(closedNow).as("seed %d, reading %d", seed, reading).isEqualTo(closed);
        assertThat(read)
            .as("seed %d, reading %d, %s: %s", seed, reading, several, history)
            .isEqualTo(expected);
      }
    }
  }

  /** What the labels have closed as does not depend on it either, whatever came late. */
  private String closedAs(List<Model.Label> labels) {
    return labels.stream()
        .map(
            label ->
                log.count(JoinCounter.JOINED, label.name())
                    + " joined, "
                    + log.count(JoinCounter.TIMED_OUT, label.name())
                    + " timed out, "
                    + log.count(JoinCounter.UNLABELLED, label.name())
                    + " unlabelled")
        .toList()
        .toString();
  }

  /** One prediction and up to seven outcomes, in order of arrival. */
  private static List<Arrived> history(SplittableRandom random) {
    List<Arrived> history = new ArrayList<>();
    history.add(new Arrived(prediction("r", T), T + random.nextInt(40) * MINUTE));
    int outcomes = random.nextInt(8);
    for (int i = 0; i < outcomes; i++) {
      long timeMs = T + (random.nextInt(44) - 4) * MINUTE;
      long arrivedMs = timeMs + random.nextInt(random.nextInt(4) == 0 ? 50 : 12) * MINUTE;
      history.add(new Arrived(something(timeMs, random), arrivedMs));
    }
    history.sort(Comparator.comparingLong(Arrived::nowMs));
    return history;
  }

  private static Outcome something(long timeMs, SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 4 -> outcome("odd", timeMs, unjudged("click"));
      case 0 -> click(timeMs, 10);
      case 1 -> purchase(timeMs, random.nextInt(3));
      case 2 -> outcome("refusal", timeMs, negative("click"));
      case 3 -> impression(timeMs);
      default -> click(timeMs, 40);
    };
  }

  private Map<String, String> read(
      List<Model.Label> labels, List<Arrived> history, SplittableRandom random) {
    log = new JoinLog(labels, HORIZONS);
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ArrayDeque<>());
    }
    history.forEach(arrived -> partitions.get(random.nextInt(PARTITIONS)).add(arrived));
    for (int left = history.size(); left > 0; left--) {
      if (random.nextInt(3) == 0) {
        log.passTime(readThroughMs());
      }
      long throughMs = readThroughMs();
      take(next(random), throughMs);
    }
    log.passTime(T + 9 * DAY);
    return JoinOrderTest.finalLabels(log.emissions);
  }

  private void take(Arrived arrived, long nowMs) {
    Moment at = new Moment(arrived.nowMs(), nowMs);
    if (arrived.input() instanceof Prediction prediction) {
      log.predict(prediction, at);
    } else {
      log.observe((Outcome) arrived.input(), at);
    }
  }

  private Arrived next(SplittableRandom random) {
    List<Deque<Arrived>> unread = partitions.stream().filter(p -> !p.isEmpty()).toList();
    return unread.get(random.nextInt(unread.size())).remove();
  }

  /** The millisecond before the earliest arrival that is unread. */
  private long readThroughMs() {
    return partitions.stream()
            .filter(partition -> !partition.isEmpty())
            .mapToLong(partition -> partition.peek().nowMs())
            .min()
            .orElseThrow()
        - 1;
  }
}

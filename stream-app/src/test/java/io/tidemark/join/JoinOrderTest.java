package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.DAY;
import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.LABELS;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.click;
import static io.tidemark.join.JoinFixtures.impression;
import static io.tidemark.join.JoinFixtures.negative;
import static io.tidemark.join.JoinFixtures.outcome;
import static io.tidemark.join.JoinFixtures.prediction;
import static io.tidemark.join.JoinFixtures.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Several;
import io.tidemark.join.NaiveJoin.Arrived;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every order of up to six inputs of one request, against the join in hindsight. */
class JoinOrderTest {
  private static final int MAX_INPUTS = 6;

  /** Two predictions of one id, and outcomes that repeat, correct, miss or concern nothing. */
  private static final List<Object> INPUTS =
      List.of(
          prediction("r", T),
          prediction("r", T + MINUTE),
          click(T + 2 * MINUTE, 40),
          click(T + 3 * MINUTE, 10),
          click(T + 30 * MINUTE + 1, 40),
          purchase(T + 3 * MINUTE, 10),
          purchase(T + 9 * MINUTE, 12),
          outcome("refusal", T + 4 * MINUTE, negative("purchase")),
          impression(T));

  /**
   * The beginning of many orders. It is run and checked once, and copied for each way on: every
   * beginning is an order itself.
   */
  private record Beginning(
      List<Model.Label> declared, JoinLog log, List<Arrived> arrivals, long nowMs) {
    static Beginning of(List<Model.Label> declared) {
      return new Beginning(declared, new JoinLog(declared, HORIZONS), List.of(), T + MINUTE);
    }

    Beginning then(Object input, long paceMs) {
      Beginning longer =
          new Beginning(declared, new JoinLog(log), new ArrayList<>(arrivals), nowMs + paceMs);
      longer.add(input);
      return longer;
    }

    private void add(Object input) {
      arrivals.add(new Arrived(input, nowMs));
      if (input instanceof Prediction prediction) {
        log.predict(prediction, nowMs);
      } else {
        log.observe((Outcome) input, nowMs);
      }
      checkLaws(log, arrivals);
    }

    /** The labels when every window has closed. */
    Map<String, String> labels() {
      JoinLog end = new JoinLog(log);
      end.passTime(T + 8 * DAY);
      checkLaws(end, arrivals);
      Map<String, String> labels = finalLabels(end.emissions);
      assertThat(labels)
          .as("%s", arrivals)
          .isEqualTo(NaiveJoin.labels(arrivals, declared, HORIZONS));
      assertThat(closes(end.emissions))
          .as("%s", arrivals)
          .isEqualTo(NaiveJoin.closes(arrivals, declared, HORIZONS));
      return labels;
    }

    List<Object> inputs() {
      return arrivals.stream().map(Arrived::input).toList();
    }
  }

  @Test
  void everyOrderAtOneInstantEndsAtTheSameLabels() {
    Map<List<Object>, Map<String, String>> bySet = new HashMap<>();
    int orders =
        forEachOrder(
            LABELS,
            0,
            order -> {
              List<Object> inputs = order.inputs();
              Object first =
                  inputs.stream().filter(Prediction.class::isInstance).findFirst().orElse("none");
              Map<String, String> labels = order.labels();
              Map<String, String> before =
                  bySet.putIfAbsent(List.of(first, Set.copyOf(inputs)), labels);
              assertThat(labels).as("%s", inputs).isEqualTo(before == null ? labels : before);
            });
    assertThat(orders).isEqualTo(79_209);
  }

  @Test
  void everyOrderWithWindowsClosingInBetweenMatchesHindsight() {
    int orders = forEachOrder(LABELS, 10 * MINUTE, Beginning::labels);
    assertThat(orders).isEqualTo(79_209);
  }

  /** The click closes after 35 minutes; what comes until the 50th corrects it. */
  @Test
  void everyOrderWithOutcomesAfterTheCloseMatchesHindsight() {
    Model.Late late = new Model.Late(Duration.ofMinutes(15), true);
    List<Model.Label> labels = JoinFixtures.labels(Several.LATEST, late);
    int orders = forEachOrder(labels, 10 * MINUTE, Beginning::labels);
    assertThat(orders).isEqualTo(79_209);
  }

  private static void checkLaws(JoinLog log, List<Arrived> arrivals) {
    for (Model.Label label : LABELS) {
      String name = label.name();
      long accounted =
          log.count(JoinCounter.JOINED, name)
              + log.count(JoinCounter.TIMED_OUT, name)
              + log.count(JoinCounter.UNLABELLED, name)
              + log.pending(name);
      checkSum(log.count(JoinCounter.PREDICTION), accounted, arrivals);
    }
    long outcomes = arrivals.stream().filter(a -> a.input() instanceof Outcome).count();
    checkSum(outcomes, accountedOutcomes(log), arrivals);
    long predictions =
        log.count(JoinCounter.PREDICTION)
            + log.count(JoinCounter.PREDICTION_REPEATED)
            + log.count(JoinCounter.PREDICTION_EXPIRED);
    checkSum(arrivals.size() - outcomes, predictions, arrivals);
  }

  /** Asserts in the bad case only: describing every sum doubled the test's time. */
  private static void checkSum(long expected, long sum, List<Arrived> arrivals) {
    if (sum != expected) {
      assertThat(sum).as("%s", arrivals).isEqualTo(expected);
    }
  }

  private static long accountedOutcomes(JoinLog log) {
    return log.held()
        + log.count(JoinCounter.OUTCOME_APPLIED)
        + log.count(JoinCounter.OUTCOME_DUPLICATE)
        + log.count(JoinCounter.OUTCOME_LATE)
        + log.count(JoinCounter.OUTCOME_OUTSIDE_WINDOW)
        + log.count(JoinCounter.OUTCOME_NO_EVIDENCE)
        + log.count(JoinCounter.OUTCOME_OVERFLOW)
        + log.count(JoinCounter.OUTCOME_ORPHANED);
  }

  /**
   * The last word per label; checks that each example retracts what was said before, and that the
   * last one says that it is.
   */
  static Map<String, String> finalLabels(List<Emission> emissions) {
    Told told = new Told();
    emissions.forEach(told::add);
    assertThat(told.ended)
        .as("every label has a last word that says so")
        .isEqualTo(told.labels.keySet());
    return told.labels;
  }

  /** What each label rests on when it closes. */
  private static Map<String, String> closes(List<Emission> emissions) {
    Map<String, String> closes = new HashMap<>();
    for (Emission emission : emissions) {
      boolean early = emission instanceof Emission.Labelled labelled && labelled.provisional();
      if (!early && !(emission instanceof Emission.Corrected)) {
        Grounds grounds = emission.said().grounds();
        closes.put(emission.label(), grounds.outcomes() + " in " + grounds.observedMs());
      }
    }
    return closes;
  }

  /** What the topic says, read in order. */
  private static final class Told {
    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> ended = new HashSet<>();

    private void add(Emission emission) {
      String text = "unlabelled";
      if (emission instanceof Emission.Corrected corrected) {
        assertThat(ended).contains(emission.label());
        Standing before = standings.put(emission.label(), corrected.standing());
        assertThat(corrected.retracted()).isEqualTo(before);
        assertThat(corrected.revision()).isEqualTo(before == null ? 1 : before.told());
        text = text(corrected.standing());
      } else if (emission instanceof Emission.Labelled labelled) {
        assertThat(ended).doesNotContain(emission.label());
        Standing before = standings.put(emission.label(), labelled.standing());
        assertThat(labelled.retracted()).isEqualTo(before);
        assertThat(labelled.revision()).isEqualTo(before == null ? 0 : before.told());
        if (!labelled.provisional()) {
          ended.add(emission.label());
        }
        text = text(labelled.standing());
      } else {
        assertThat(ended).doesNotContain(emission.label());
        assertThat(labels).doesNotContainKey(emission.label());
        if (emission instanceof Emission.TimedOut timedOut) {
          text = JoinOrderTest.text(timedOut.silence().value(), timedOut.silence().weight());
        }
        ended.add(emission.label());
      }
      labels.put(emission.label(), text);
    }

    private static String text(Standing now) {
      return JoinOrderTest.text(now.value(), now.weight());
    }
  }

  /** A label of a value and its weight, as {@link NaiveJoin} writes it. */
  static String text(double value, double weight) {
    return (value == 0 ? "0" : value == 1 ? "1" : String.valueOf(value)) + " x " + weight;
  }

  /** Runs every order, its inputs so far apart, and returns how many there are. */
  private static int forEachOrder(List<Model.Label> labels, long paceMs, Consumer<Beginning> test) {
    return extend(Beginning.of(labels), new ArrayList<>(INPUTS), paceMs, test);
  }

  private static int extend(
      Beginning beginning, List<Object> rest, long paceMs, Consumer<Beginning> test) {
    int orders = 0;
    for (int i = 0; i < rest.size() && beginning.arrivals().size() < MAX_INPUTS; i++) {
      Object next = rest.remove(i);
      Beginning longer = beginning.then(next, paceMs);
      test.accept(longer);
      orders += 1 + extend(longer, rest, paceMs, test);
      rest.add(i, next);
    }
    return orders;
  }
}

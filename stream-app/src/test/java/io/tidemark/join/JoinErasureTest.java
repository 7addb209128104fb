package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.DAY;
import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.LABELS;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.click;
import static io.tidemark.join.JoinFixtures.prediction;
import static io.tidemark.join.JoinFixtures.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Several;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Requests are erased whatever has become of them; what is counted of them stays counted. */
class JoinErasureTest {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);
  private static final int PEOPLE = 6;
  private static final int REQUESTS = 24;

  private final JoinLog log = new JoinLog(LABELS, HORIZONS);

  @Test
  void pendingLabelIsCountedAsErasedAndADecidedOneIsNot() {
    log.predict(prediction("r", T), T);
    log.observe(click(T + 1, 40), T + 1);
    Step step = log.erase("r");
    assertThat(step.emissions()).isEmpty();
    assertThat(log.count(JoinCounter.ERASED, "click")).isZero();
    assertThat(log.count(JoinCounter.ERASED, "purchase")).isOne();
    assertThat(log.state("r")).isInstanceOf(JoinState.Erased.class);
    assertThat(log.erase("r").counts()).as("twice").isEmpty();
  }

  @Test
  void outcomeOfAnErasedRequestIsCountedAndLeft() {
    log.predict(prediction("r", T), T);
    log.erase("r");
    Step step = log.observe(new Outcome("r", T + 5, "click", List.of()), T + 5);
    assertThat(step.fates()).extracting(Fate::kind).containsExactly(Fate.Kind.SETTLED);
    assertThat(step.emissions()).isEmpty();
    assertThat(log.count(JoinCounter.OUTCOME_ERASED)).isOne();
    assertThat(log.predict(prediction("r", T), T + 6).isOpened()).isFalse();
    log.passTime(T + 30 * DAY);
    assertThat(log.states).isEmpty();
  }

  @Test
  void closedRequestIsErasedUntilItWouldBeForgotten() {
    log.predict(prediction("r", T), T);
    log.passTime(T + 8 * DAY);
    long dueMs = log.state("r").dueMs();
    log.erase("r");
    assertThat(log.state("r")).isEqualTo(new JoinState.Erased(dueMs));
    assertThat(log.count(JoinCounter.ERASED)).isZero();
  }

  @Test
  void predictionOfBeforeTheErasureTakesWhatWaitedForItWithIt() {
    log.observe(click(T + 1, 40), T + 1);
    log.observe(purchase(T + 2, 3), T + 2);
    Step step = log.predictErased(prediction("r", T), T + 3);
    assertThat(step.fates()).extracting(Fate::kind).containsOnly(Fate.Kind.SETTLED).hasSize(2);
    assertThat(log.count(JoinCounter.PREDICTION_ERASED)).isOne();
    assertThat(log.count(JoinCounter.OUTCOME_ERASED)).isEqualTo(2);
    assertThat(log.count(JoinCounter.PREDICTION)).isZero();
    log.predictErased(prediction("r", T), T + 4);
    assertThat(log.count(JoinCounter.PREDICTION_REPEATED)).isOne();
  }

  @Test
  void oneThatWouldBeForgottenLeavesNothing() {
    log.predictErased(prediction("r", T), T + 90 * DAY);
    assertThat(log.states).isEmpty();
    assertThat(log.count(JoinCounter.PREDICTION_EXPIRED)).isZero();
  }

  /** Beside a join in which nobody is erased. */
  @Test
  void laterErasuresLeaveNothingOfSomeAndChangeNothingOfOthers() {
    Model.Late late = new Model.Late(Duration.ofHours(2), true);
    for (int run = 0; run < 300; run++) {
      new Run(SEED + run, run % 2 == 0 ? LABELS : JoinFixtures.labels(Several.LATEST, late)).go();
    }
  }

  private static final class Run {
    private final long seed;
    private final Random random;
    private final List<Model.Label> labels;
    private final JoinLog erasing;
    private final JoinLog untouched;
    private final Map<String, Long> cutMs = new HashMap<>();
    private final Set<String> erased = new HashSet<>();
    private final List<String> history = new ArrayList<>();
    private int predictions;
    private int outcomes;
    private long nowMs = T;

    private Run(long seed, List<Model.Label> labels) {
      this.seed = seed;
      this.random = new Random(seed);
      this.labels = labels;
      this.erasing = new JoinLog(labels, HORIZONS);
      this.untouched = new JoinLog(labels, HORIZONS);
    }

    private static String personOf(String request) {
      return "p" + Integer.parseInt(request.substring(1)) % PEOPLE;
    }

    private void go() {
      for (int i = 0; i < 120; i++) {
        nowMs += random.nextInt(20) == 0 ? 7 * DAY : random.nextInt((int) (20 * MINUTE));
        step("r" + random.nextInt(REQUESTS));
        checkLaws();
      }
      erasing.passTime(nowMs + 60 * DAY);
      untouched.passTime(nowMs + 60 * DAY);
      checkLaws();
      assertThat(labelsOfOthers(erasing)).as(this::toString).isEqualTo(labelsOfOthers(untouched));
    }

    private void step(String request) {
      int what = random.nextInt(10);
      if (what < 4) {
        predict(prediction(request, nowMs - random.nextInt((int) (10 * MINUTE))));
      } else if (what < 8) {
        Outcome about = random.nextBoolean() ? click(nowMs, 40) : purchase(nowMs, 5);
        Outcome outcome = new Outcome(request, nowMs, about.kind(), about.judgements());
        history.add(nowMs + " " + outcome);
        outcomes++;
        erasing.observe(outcome, nowMs);
        untouched.observe(outcome, nowMs);
      } else if (what == 8) {
        history.add(nowMs + " time");
        erasing.passTime(nowMs);
        untouched.passTime(nowMs);
      } else if (random.nextInt(3) == 0) {
        erase(personOf(request));
      }
    }

    private void predict(Prediction prediction) {
      String id = prediction.requestId();
      predictions++;
      history.add(nowMs + " " + prediction);
      untouched.predict(prediction, nowMs);
      if (prediction.timeMs() >= cutMs.getOrDefault(personOf(id), Long.MIN_VALUE)) {
        erasing.predict(prediction, nowMs);
      } else {
        int before = erasing.emissions.size();
        erasing.predictErased(prediction, nowMs);
        assertThat(said(id, before)).as(this::toString).isEmpty();
        erased.add(id);
      }
    }

    private void erase(String person) {
      history.add(nowMs + " erase " + person);
      cutMs.put(person, nowMs);
      for (String id : List.copyOf(erasing.states.keySet())) {
        if (personOf(id).equals(person) && !(erasing.state(id) instanceof JoinState.Waiting)) {
          erasing.erase(id);
          assertThat(erasing.state(id)).as(this::toString).isInstanceOf(JoinState.Erased.class);
        }
      }
      for (int r = 0; r < REQUESTS; r++) {
        if (personOf("r" + r).equals(person)) {
          erased.add("r" + r);
        }
      }
    }

    private List<Emission> said(String id, int from) {
      return erasing.emissions.subList(from, erasing.emissions.size()).stream()
          .filter(one -> one.prediction().requestId().equals(id))
          .toList();
    }

    private Map<String, Double> labelsOfOthers(JoinLog of) {
      Map<String, Double> others = new HashMap<>(of.labels());
      others.keySet().removeIf(key -> erased.contains(key.substring(0, key.indexOf('|'))));
      return others;
    }

    private void checkLaws() {
      JoinLog log = erasing;
      for (Model.Label label : labels) {
        String name = label.name();
        assertThat(
                log.count(JoinCounter.JOINED, name)
                    + log.count(JoinCounter.TIMED_OUT, name)
                    + log.count(JoinCounter.UNLABELLED, name)
                    + log.count(JoinCounter.ERASED, name)
                    + log.pending(name))
            .as(this::toString)
            .isEqualTo(log.count(JoinCounter.PREDICTION));
      }
      assertThat(
              sum("PREDICTION", "PREDICTION_REPEATED", "PREDICTION_EXPIRED", "PREDICTION_ERASED"))
          .as(this::toString)
          .isEqualTo(predictions);
      assertThat(
              log.held()
                  + sum(
                      "OUTCOME_APPLIED",
                      "OUTCOME_DUPLICATE",
                      "OUTCOME_LATE",
                      "OUTCOME_OUTSIDE_WINDOW",
                      "OUTCOME_NO_EVIDENCE",
                      "OUTCOME_OVERFLOW",
                      "OUTCOME_ORPHANED",
                      "OUTCOME_ERASED"))
          .as(this::toString)
          .isEqualTo(outcomes);
    }

    private long sum(String... counters) {
      return List.of(counters).stream()
          .collect(Collectors.summingLong(one -> erasing.count(JoinCounter.valueOf(one))));
    }

    @Override
    public String toString() {
      return "seed " + seed + ": " + history;
    }
  }
}

package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.DAY;
import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.HOUR;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Every label is opened once and settled once, whichever way it takes. */
class LabelMovesTest {
  private static final List<Emit> EMITS = List.of(Emit.EAGER, Emit.AT_CLOSE, Emit.BOTH);
  private static final Duration HOURS = Duration.ofHours(1);

  private final Map<String, JoinState> states = new HashMap<>();
  private final Map<String, Duration> opened = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private JoinEngine engine;

  private static Model.Label label(String name, Emit emit, Model.Late late, Duration cohort) {
    Model.Label plain =
        JoinFixtures.label(
            name, Duration.ofMinutes(30), Duration.ofMinutes(5), OnTimeout.NEGATIVE, emit);
    Policy policy = plain.policy();
    return new Model.Label(
        plain.name(),
        plain.version(),
        plain.window(),
        plain.grace(),
        plain.terms(),
        new Policy(
            policy.combining(), policy.onTimeout(), emit, late, policy.sampling(), 0, cohort));
  }

  private static JoinEngine engine(Random random, Duration cohort) {
    Model.Late late = new Model.Late(Duration.ofHours(2), random.nextBoolean());
    return new JoinEngine(
        List.of(
            label("click", EMITS.get(random.nextInt(3)), late, cohort),
            label("purchase", EMITS.get(random.nextInt(3)), Model.Late.NONE, cohort)),
        HORIZONS);
  }

  private void keep(String id, Prediction arrived, long arrivedMs, Step step) {
    JoinState before = states.get(id);
    LabelMoves moves = new LabelMoves(engine);
    for (LabelMove move : moves.of(before, arrived, arrivedMs, step)) {
      String key = id + "|" + move.label();
      if (move.opened()) {
        assertThat(opened.put(key, move.cohort())).as("opened again: %s", move).isNull();
      }
      if (move.settled()) {
        assertThat(opened).as("settled and never opened: %s", move).containsKey(key);
        assertThat(move.cohort()).isEqualTo(opened.get(key));
        assertThat(settled.add(key)).as("settled again: %s", move).isTrue();
      }
    }
    for (Emission emission : step.emissions()) {
      String key = id + "|" + emission.label();
      assertThat(moves.cohort(emission, before, arrivedMs))
          .as("%s", emission)
          .isEqualTo(opened.getOrDefault(key, Duration.ZERO));
    }
    if (step.state() == null) {
      states.remove(id);
    } else {
      states.put(id, step.state());
    }
  }

  private void step(Random random, long nowMs) {
    String id = "r" + random.nextInt(6);
    Moment at = new Moment(nowMs, nowMs);
    switch (random.nextInt(3)) {
      case 0 -> {
        Prediction arrived = prediction(id, nowMs - random.nextInt(3) * 25 * MINUTE);
        keep(id, arrived, nowMs, engine.onPrediction(states.get(id), arrived, at));
      }
      case 1 -> {
        String kind = random.nextBoolean() ? "click" : "purchase";
        Outcome outcome =
            new Outcome(
                id,
                nowMs - random.nextInt(60) * MINUTE,
                kind,
                JoinFixtures.positive(kind, random.nextInt(3)));
        ReadAt readAt = new ReadAt("outcomes", 0, random.nextInt());
        keep(id, null, nowMs, engine.onOutcome(states.get(id), outcome, readAt, at));
      }
      default -> passTime(nowMs);
    }
  }

  private void passTime(long nowMs) {
    for (String id : List.copyOf(states.keySet())) {
      keep(id, null, nowMs, engine.onTime(states.get(id), nowMs));
    }
  }

  @RepeatedTest(200)
  void everyLabelIsOpenedOnceAndSettledOnce(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    engine = engine(random, HOURS);
    long nowMs = T;
    for (int i = 0; i < 60; i++) {
      nowMs += random.nextInt(20) * MINUTE;
      if (i == 30) {
        engine = engine(random, random.nextBoolean() ? Duration.ofMinutes(10) : Duration.ZERO);
      }
      step(random, nowMs);
      assertThat(opened.keySet()).containsAll(settled);
    }
    passTime(nowMs + 3 * HOUR);

    assertThat(settled).as("seed %s", seed).isEqualTo(opened.keySet());
    passTime(nowMs + 30 * DAY);
    assertThat(states).isEmpty();
  }

  @Test
  void labelThatWasOpenedUncountedStaysSo() {
    engine = engine(new Random(1), Duration.ZERO);
    Moment at = new Moment(T, T);
    Prediction arrived = prediction("r", T);
    keep("r", arrived, T, engine.onPrediction(null, arrived, at));
    engine = engine(new Random(1), HOURS);
    passTime(T + 3 * HOUR);

    assertThat(opened).isEmpty();
    assertThat(settled).isEmpty();
  }

  @Test
  void labelThatClosesAsItOpensIsSettledAtOnce() {
    engine = engine(new Random(1), HOURS);
    long nowMs = T + 7 * HOUR;
    Prediction arrived = prediction("r", T);
    Step step = engine.onPrediction(null, arrived, new Moment(nowMs, nowMs));
    keep("r", arrived, nowMs, step);
    passTime(nowMs + 40 * MINUTE);

    assertThat(opened).hasSize(2);
    assertThat(settled).contains("r|purchase");
  }
}

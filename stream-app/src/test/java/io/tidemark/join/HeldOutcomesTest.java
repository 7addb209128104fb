package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model.Several;
import io.tidemark.join.LabelSample.Happened;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeldOutcomesTest {
  private static final LabelSample BY_RANK =
      new LabelSample(Several.COUNT, false, false, false, true);

  private final JoinEngine engine = BY_RANK.engine(HORIZONS, 3L);

  private static Outcome buy(double amount) {
    return BY_RANK.judged(new Happened(T, "buy", null, amount, "o1", "rule"));
  }

  @Test
  void outcomesThatTurnOutEqualAreCountedAsOneAndItsRepeat() {
    JoinLog log = new JoinLog(engine);
    Outcome one = buy(1.0);
    Outcome otherFacts = withFact(one);
    log.observe(one, T);
    log.observe(otherFacts, T);
    assertThat(log.count(JoinCounter.OUTCOME_HELD)).isEqualTo(2);
    log.predict(prediction("r", T), T + MINUTE);
    assertThat(log.count(JoinCounter.OUTCOME_DUPLICATE)).isEqualTo(1);
    assertThat(log.count(JoinCounter.OUTCOME_HELD_APPLIED)).isEqualTo(1);
    assertThat(((Emission.Labelled) log.emissions.get(0)).standing().weight()).isEqualTo(1.0);
    assertThat(((JoinState.Open) log.state("r")).outcomes())
        .containsExactly(
            new Arrival(
                new Outcome("r", T, "buy", JoinFixtures.positive(LabelSample.NAME, 3.0)), T));
  }

  private static Outcome withFact(Outcome outcome) {
    SortedMap<String, Object> values = new TreeMap<>(outcome.facts().values());
    values.put("more", 1L);
    return new Outcome(
        outcome.requestId(), outcome.timeMs(), outcome.kind(), "", List.of(), new Facts(values));
  }
}

package io.tidemark.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.definition.Model.OnTimeout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The scenario {@code outcome_join_scenario}: a week's window, a day's grace, five requests. One
 * outcome is dated six hours before its prediction, which takes a skew of as much.
 */
class OutcomeJoinScenarioTest {
  private final JoinLog log =
      new JoinLog(
          List.of(
              JoinFixtures.label(
                  "bought", Duration.ofDays(7), Duration.ofDays(1), OnTimeout.NEGATIVE)),
          new JoinHorizons(Duration.ofDays(1), Duration.ofHours(6), Duration.ofDays(14)));

  @Test
  void scenarioEndsWithTheExpectedLabelsAndCounts() {
    predict("r1", "2024-01-01T00:00:00Z");
    predict("r2", "2024-01-01T00:00:00Z");
    predict("r3", "2024-01-01T00:00:00Z");
    predict("r4", "2024-01-02T00:00:00Z");
    observe("r1", "2024-01-03T00:00:00Z", true);
    observe("r5", "2024-01-03T00:00:00Z", true);
    observe("r1", "2024-01-04T00:00:00Z", false);
    observe("r1", "2024-01-04T00:00:00Z", false);
    predict("r5", "2024-01-03T06:00:00Z");
    observe("r2", "2024-01-10T12:00:00Z", true);
    observe("r3", "2024-01-20T00:00:00Z", true);
    log.passTime(ms("2024-01-20T00:00:00Z"));

    assertThat(log.labels())
        .containsOnly(
            entry("r1|bought", 0.0),
            entry("r2|bought", 0.0),
            entry("r3|bought", 0.0),
            entry("r4|bought", 0.0),
            entry("r5|bought", 1.0));
    assertThat(log.count(JoinCounter.REVISED)).isEqualTo(1);
    assertThat(log.count(JoinCounter.OUTCOME_DUPLICATE)).isEqualTo(1);
    assertThat(log.count(JoinCounter.OUTCOME_HELD_APPLIED)).isEqualTo(1);
    assertThat(log.count(JoinCounter.TIMED_OUT)).isEqualTo(3);
    assertThat(log.count(JoinCounter.OUTCOME_LATE)).isEqualTo(2);
    assertThat(log.pending("bought")).isZero();
    assertThat(log.count(JoinCounter.PREDICTION))
        .isEqualTo(log.count(JoinCounter.JOINED) + log.count(JoinCounter.TIMED_OUT));
  }

  private void predict(String requestId, String time) {
    log.predict(JoinFixtures.prediction(requestId, ms(time)), ms(time));
  }

  private void observe(String requestId, String time, boolean bought) {
    List<Judgement> judgements =
        bought ? JoinFixtures.positive("bought", 1.0) : JoinFixtures.negative("bought");
    log.observe(new Outcome(requestId, ms(time), "bought", judgements), ms(time));
  }

  private static long ms(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}

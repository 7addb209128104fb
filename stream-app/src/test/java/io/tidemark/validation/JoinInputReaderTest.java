package io.tidemark.validation;

import static io.tidemark.validation.ValidationFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Fields;
import io.tidemark.join.Evidence;
import io.tidemark.join.Judgement;
import io.tidemark.join.LabelRule;
import io.tidemark.join.Outcome;
import io.tidemark.join.OutcomeJudge;
import io.tidemark.join.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoinInputReaderTest {
  private static final byte[] PAYLOAD = {1, 2};
  private final PredictionReader predictions =
      new PredictionReader(Duration.ofMinutes(5), Set.of("ranker"));
  private final OutcomeReader outcomes =
      new OutcomeReader(
          "ranker",
          new OutcomeJudge(
              List.of(
                  new LabelRule(
                      "click",
                      ValidationFixtures.expression("given", f -> f.get("outcome").equals("click")),
                      null,
                      ValidationFixtures.expression("value", f -> f.get("value"))))),
          Duration.ofMinutes(5));

  @Test
  void predictionIsTakenAsLogged() {
    assertThat(predictions.read(prediction("item_id", "i"), PAYLOAD, NOW))
        .isEqualTo(new Reading.Accepted<>(new Prediction("r1", "ranker", "v3", NOW, PAYLOAD)));
  }

  @Test
  void outcomeIsTakenWithItsJudgements() {
    Judgement judgement = new Judgement("click", Evidence.POSITIVE, 2.5);
    assertThat(outcomes.read(outcome("value", 2.5), NOW))
        .isEqualTo(new Reading.Accepted<>(new Outcome("r1", NOW, "click", List.of(judgement))));
  }

  @Test
  void missingFieldsAreNamed() {
    for (String name : List.of("request_id", "model", "model_version", "timestamp")) {
      assertRefused(predictions.read(prediction(name, null), PAYLOAD, NOW), name);
    }
    for (String name : List.of("request_id", "outcome", "outcome_timestamp")) {
      assertRefused(outcomes.read(outcome(name, null), NOW), name);
    }
    assertRefused(predictions.read(prediction("request_id", ""), PAYLOAD, NOW), "request_id");
  }

  @Test
  void fieldsOfAnotherTypeOrSizeAreRefused() {
    assertThat(reason(predictions.read(prediction("request_id", 5L), PAYLOAD, NOW)))
        .isEqualTo(Reason.BAD_MAPPING);
    assertThat(reason(predictions.read(prediction("timestamp", NOW), PAYLOAD, NOW)))
        .isEqualTo(Reason.BAD_MAPPING);
    assertThat(reason(outcomes.read(outcome("request_id", "r".repeat(513)), NOW)))
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void predictionOfAModelThatTheTopicHasNotIsDoubted() {
    Reading<Prediction> reading = predictions.read(prediction("model", "rankre"), PAYLOAD, NOW);
    Verdict.Quarantined verdict = ((Reading.Doubted<Prediction>) reading).verdict();
    assertThat(verdict.reason()).isEqualTo(Reason.UNKNOWN_MODEL);
    assertThat(verdict.detail()).contains("'rankre'").contains("[ranker]");
  }

  @Test
  void timesOutOfBoundsAreRefused() {
    Instant future = Instant.ofEpochMilli(NOW + 300_001);
    assertThat(reason(predictions.read(prediction("timestamp", future), PAYLOAD, NOW)))
        .isEqualTo(Reason.FUTURE_EVENT);
    assertThat(reason(outcomes.read(outcome("outcome_timestamp", Instant.MAX), NOW)))
        .isEqualTo(Reason.BAD_EVENT_TIME);
  }

  @Test
  void outcomeOfWhichALabelCannotBeJudgedIsTakenAndDoubted() {
    Reading<Outcome> reading = outcomes.read(outcome("value", null), NOW);
    assertThat(reading.input().orElseThrow().judgements())
        .containsExactly(new Judgement("click", Evidence.UNJUDGED, 1.0));
    Verdict.Quarantined verdict = ((Reading.Doubted<Outcome>) reading).verdict();
    assertThat(verdict.reason()).isEqualTo(Reason.RULE_ERROR);
    assertThat(verdict.rule()).isEqualTo("click");
    assertThat(verdict.detail()).contains("Label click of ranker", "'value' is null");
  }

  @Test
  void outcomeOfSeveralModelsHasOneVerdict() {
    OutcomeReader other =
        new OutcomeReader("other", new OutcomeJudge(List.of()), Duration.ofMinutes(5));
    SharedOutcomes shared = new SharedOutcomes(List.of(other, outcomes, outcomes));

    assertThat(shared.read(outcome("value", 1.0), NOW)).isEqualTo(new Reading.Accepted<>("r1"));
    assertRefused(shared.read(outcome("request_id", null), NOW), "request_id");
    Reading.Doubted<String> doubted =
        (Reading.Doubted<String>) shared.read(outcome("value", null), NOW);
    assertThat(doubted.value()).isEqualTo("r1");
    assertThat(doubted.verdict().rule()).isEqualTo("click");
    assertThat(doubted.verdict().detail().split("Label click", -1)).hasSize(3);
  }

  private static void assertRefused(Reading<?> reading, String field) {
    Verdict.Quarantined verdict = ((Reading.Refused<?>) reading).verdict();
    assertThat(verdict.reason()).isEqualTo(Reason.MISSING_FIELD);
    assertThat(verdict.rule()).isEqualTo(field);
  }

  private static Reason reason(Reading<?> reading) {
    return ((Reading.Refused<?>) reading).verdict().reason();
  }

  private static Fields prediction(String field, Object value) {
    return with(
        Map.of(
            "request_id", "r1",
            "model", "ranker",
            "model_version", "v3",
            "timestamp", Instant.ofEpochMilli(NOW)),
        field,
        value);
  }

  private static Fields outcome(String field, Object value) {
    return with(
        Map.of(
            "request_id",
            "r1",
            "outcome",
            "click",
            "value",
            1.0,
            "outcome_timestamp",
            Instant.ofEpochMilli(NOW)),
        field,
        value);
  }

  private static Fields with(Map<String, Object> values, String field, Object value) {
    Map<String, Object> changed = new HashMap<>(values);
    changed.put(field, value);
    return changed::get;
  }
}

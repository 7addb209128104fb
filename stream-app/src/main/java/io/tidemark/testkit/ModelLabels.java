package io.tidemark.testkit;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.definition.CheckedDefinitions.CheckedModel;
import io.tidemark.definition.Model;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.join.Emission;
import io.tidemark.join.JoinEngine;
import io.tidemark.join.JoinHorizons;
import io.tidemark.join.JoinState;
import io.tidemark.join.LabelRule;
import io.tidemark.join.Moment;
import io.tidemark.join.Outcome;
import io.tidemark.join.OutcomeJudge;
import io.tidemark.join.Prediction;
import io.tidemark.join.ReadAt;
import io.tidemark.join.Step;
import io.tidemark.testkit.LabelReading.Status;
import io.tidemark.validation.OutcomeReader;
import io.tidemark.validation.PredictionReader;
import io.tidemark.validation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The join of one model at work in a test: the service's engine over states on the heap. */
final class ModelLabels {
  private static final Duration CLOSED_MEMORY = Duration.ofDays(1);
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);
  private static final AvroLayout PREDICTION = AvroLayout.of(PredictionLog.getClassSchema());
  private static final AvroLayout OUTCOME = AvroLayout.of(OutcomeLog.getClassSchema());

  private final Model model;
  private final LongSupplier nowMs;
  private final OutcomeReader outcomes;
  private final PredictionReader predictions;
  private final JoinEngine engine;
  private final Map<String, Fields> logged = new HashMap<>();
  private final Map<String, JoinState> states = new HashMap<>();
  private final Map<List<String>, LabelReading> told = new HashMap<>();
  private long outcomesRead;

  ModelLabels(CheckedModel checked, LongSupplier nowMs) {
    this.model = checked.model();
    this.nowMs = nowMs;
    List<LabelRule> rules = checked.labels().stream().map(LabelRule::of).toList();
    OutcomeJudge judge = new OutcomeJudge(rules, checked.outcomeId());
    JoinHorizons horizons =
        new JoinHorizons(model.outcomes().hold(), model.outcomes().skew(), CLOSED_MEMORY);
    this.outcomes = new OutcomeReader(model.name(), judge, MAX_SKEW);
    this.predictions = new PredictionReader(MAX_SKEW, Set.of(model.name()));
    this.engine = new JoinEngine(model.labels(), horizons, judge, p -> logged.get(p.requestId()));
  }

  EventVerdict predict(Map<String, ?> values, Instant at) {
    Map<String, Object> all = new HashMap<>(Map.of("timestamp", at, "model", model.name()));
    all.put("model_version", "v1");
    all.putAll(values);
    EventRecords records =
        new EventRecords("predictions of " + model.name(), PredictionLog.getClassSchema());
    Fields fields = PREDICTION.fields(records.of(all));
    Reading<Prediction> reading = predictions.read(fields, new byte[0], nowMs.getAsLong());
    reading
        .input()
        .ifPresent(
            prediction -> {
              String id = prediction.requestId();
              logged.putIfAbsent(id, fields);
              keep(id, engine.onPrediction(states.get(id), prediction, now()));
            });
    return verdict(reading);
  }

  EventVerdict happen(Map<String, ?> values, Instant at) {
    Map<String, Object> all = new HashMap<>(Map.of("outcome_timestamp", at));
    all.putAll(values);
    EventRecords records =
        new EventRecords("outcomes of " + model.name(), OutcomeLog.getClassSchema());
    Reading<Outcome> reading = outcomes.read(OUTCOME.fields(records.of(all)), nowMs.getAsLong());
    reading
        .input()
        .ifPresent(
            outcome -> {
              String id = outcome.requestId();
              keep(id, engine.onOutcome(states.get(id), outcome, next(), now()));
            });
    return verdict(reading);
  }

  LabelReading read(String requestId, String label) {
    if (model.labels().stream().noneMatch(declared -> declared.name().equals(label))) {
      throw new IllegalArgumentException(
          "Unknown label '"
              + label
              + "' of model "
              + model.name()
              + ": must be one of "
              + model.labels().stream().map(Model.Label::name).toList());
    }
    if (states.containsKey(requestId)) {
      keep(requestId, engine.onTime(states.get(requestId), nowMs.getAsLong()));
    }
    return told.getOrDefault(List.of(requestId, label), LabelReading.pending(label));
  }

  private ReadAt next() {
    return new ReadAt(model.outcomeTopics().get(0), 0, outcomesRead++);
  }

  private Moment now() {
    return new Moment(nowMs.getAsLong(), nowMs.getAsLong());
  }

  private void keep(String requestId, Step step) {
    if (step.state() == null) {
      states.remove(requestId);
    } else {
      states.put(requestId, step.state());
    }
    for (Emission said : step.emissions()) {
      told.put(List.of(requestId, said.label()), reading(said));
    }
  }

  private static LabelReading reading(Emission said) {
    String label = said.label();
    if (said instanceof Emission.Labelled labelled) {
      Status status = labelled.provisional() ? Status.PROVISIONAL : Status.FINAL;
      double weight = labelled.standing().weight();
      return new LabelReading(label, status, labelled.standing().value(), weight);
    }
    if (said instanceof Emission.Corrected corrected) {
      double weight = corrected.standing().weight();
      return new LabelReading(label, Status.FINAL, corrected.standing().value(), weight);
    }
    if (said instanceof Emission.TimedOut silent) {
      double weight = silent.silence().weight();
      return new LabelReading(label, Status.FINAL, silent.silence().value(), weight);
    }
    return new LabelReading(label, Status.FINAL, null, 1.0);
  }

  private static EventVerdict verdict(Reading<?> reading) {
    if (reading instanceof Reading.Refused<?> refused) {
      return EventVerdict.of(refused.verdict());
    }
    return reading instanceof Reading.Doubted<?> doubted
        ? EventVerdict.of(doubted.verdict())
        : EventVerdict.VALID;
  }
}

package io.tidemark.app.plan;

import io.tidemark.definition.CheckedDefinitions.CheckedModel;
import io.tidemark.join.JoinHorizons;
import io.tidemark.join.LabelRule;
import io.tidemark.join.OutcomeJudge;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.join.JoinSetup;
import io.tidemark.kafka.join.JoinTopology;
import io.tidemark.records.LogReaders;
import io.tidemark.task.TaskSums;
import io.tidemark.validation.OutcomeReader;
import java.util.List;

/** Plans how predictions and outcomes are joined, one part of the graph per model. */
public record JoinPlan(Basis basis) {
  List<JoinTopology> topologies() {
    return basis.definitions().models().stream()
        .filter(model -> model.model().outcomeTopic() != null)
        .map(this::join)
        .toList();
  }

  private JoinTopology join(CheckedModel checked) {
    JoinSetup setup =
        new JoinSetup(
            checked.model(),
            JoinHorizons.DEFAULT,
            new OutcomeReader(judge(checked), Basis.MAX_LOG_SKEW),
            new LogReaders(basis.registry()),
            basis.timing(),
            basis.metrics().join(),
            new TaskSums(
                (label, count) ->
                    basis.metrics().join().joinPending(checked.model().name(), label, count)));
    return new JoinTopology(
        setup,
        basis.partitions(),
        basis.topics().labelled().name(),
        RecordSerde.writing(basis.registry(), basis.topics().labelled().valueSubject()));
  }

  private static OutcomeJudge judge(CheckedModel checked) {
    return new OutcomeJudge(
        checked.labels().stream()
            .map(
                label ->
                    new LabelRule(label.label().name(), label.positive(), null, label.weight()))
            .toList());
  }
}

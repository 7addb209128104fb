package io.tidemark.app.plan;

import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.definition.CheckedDefinitions.CheckedModel;
import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Outcomes;
import io.tidemark.join.JoinHorizons;
import io.tidemark.join.LabelRule;
import io.tidemark.join.OutcomeJudge;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.join.JoinSetup;
import io.tidemark.kafka.join.JoinTopology;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.WatchedTopics;
import io.tidemark.records.LogReaders;
import io.tidemark.records.MappedLogs;
import io.tidemark.task.TaskSums;
import io.tidemark.validation.OutcomeReader;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Plans how predictions and outcomes are joined, one part of the graph per model.
 *
 * @param progress how far the topics of a join are read
 */
public record JoinPlan(Basis basis, Function<WatchedTopics, InputProgress> progress) {
  private static final Duration CLOSED_MEMORY = Duration.ofDays(1);

  /** The topics of every join that is planned. */
  public static List<WatchedTopics> topics(Basis basis) {
    return joined(basis).map(checked -> topics(basis, checked.model())).toList();
  }

  /** The models with outcomes. */
  static Stream<CheckedModel> joined(Basis basis) {
    return basis.definitions().models().stream()
        .filter(checked -> !checked.model().outcomeTopics().isEmpty());
  }

  private static WatchedTopics topics(Basis basis, Model model) {
    String applicationId = basis.settings().get(KafkaSetting.APPLICATION_ID);
    Set<String> inputs = new LinkedHashSet<>(model.outcomeTopics());
    inputs.add(model.predictionTopic());
    return new WatchedTopics(inputs, JoinTopology.logTopics(applicationId, model));
  }

  List<JoinTopology> topologies() {
    return joined(basis).map(this::join).toList();
  }

  private JoinTopology join(CheckedModel checked) {
    JoinSetup setup =
        new JoinSetup(
            checked.model(),
            horizons(checked.model().outcomes()),
            new OutcomeReader(checked.model().name(), judge(checked), Basis.MAX_LOG_SKEW),
            new LogReaders(basis.registry(), MappedLogs.NONE),
            basis.timing(),
            basis.metrics().join(),
            new TaskSums<>(
                (figure, count) ->
                    basis.metrics().join().labels(checked.model().name(), figure, count)));
    return new JoinTopology(
        setup,
        progress.apply(topics(basis, checked.model())),
        basis.partitions(),
        basis.topics().labelled().name(),
        RecordSerde.writing(basis.registry(), basis.topics().labelled().valueSubject()),
        new ErasurePlan(basis).of(checked.model().name()));
  }

  private static JoinHorizons horizons(Outcomes outcomes) {
    return new JoinHorizons(outcomes.hold(), outcomes.skew(), CLOSED_MEMORY);
  }

  private static OutcomeJudge judge(CheckedModel checked) {
    return new OutcomeJudge(
        checked.labels().stream().map(LabelRule::of).toList(), checked.outcomeId());
  }
}

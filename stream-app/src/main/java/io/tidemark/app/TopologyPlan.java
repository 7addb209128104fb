package io.tidemark.app;

import io.tidemark.app.settings.Settings;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.CheckedDefinitions.CheckedModel;
import io.tidemark.definition.CheckedDefinitions.CheckedSource;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.EventTimeException;
import io.tidemark.definition.EventTimeReader;
import io.tidemark.definition.Model;
import io.tidemark.definition.Source;
import io.tidemark.delivery.Rebuilds;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.join.JoinHorizons;
import io.tidemark.join.LabelRule;
import io.tidemark.join.OutcomeJudge;
import io.tidemark.kafka.TidemarkTopology;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.drift.Baselines;
import io.tidemark.kafka.drift.DriftTask;
import io.tidemark.kafka.drift.DriftTopology;
import io.tidemark.kafka.features.EntityHeap;
import io.tidemark.kafka.features.FeatureTask;
import io.tidemark.kafka.features.FeatureTopology;
import io.tidemark.kafka.ingest.EventTask;
import io.tidemark.kafka.ingest.IngestTopology;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.ingest.SourceHistory;
import io.tidemark.kafka.join.JoinTask;
import io.tidemark.kafka.join.JoinTopology;
import io.tidemark.kafka.join.PendingLabels;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.kafka.state.TaskSum;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.validation.CompiledRule;
import io.tidemark.validation.EventChecks;
import io.tidemark.validation.LateCheck;
import io.tidemark.validation.OutcomeReader;
import io.tidemark.validation.PredictionReader;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Turns checked definitions and settings into the topology.
 *
 * @param definitions what is declared
 * @param settings how it runs
 * @param schemas the schema each source's records are read with, by topic
 * @param registry where records written and read find their schemas
 * @param baselines the reference profiles for drift
 * @param history what sources held before the application read them
 * @param store where feature rows go
 * @param rebuilds requests to send every row again
 * @param wall the wall clock
 * @param metrics where processors report
 */
public record TopologyPlan(
    CheckedDefinitions definitions,
    Settings settings,
    Map<String, Schema> schemas,
    SchemaRegistry registry,
    Baselines baselines,
    SourceHistory history,
    StoreOutlet store,
    Rebuilds rebuilds,
    Clock wall,
    TidemarkMetrics metrics) {

  /** How far the clocks of those who log predictions and outcomes may be ahead of ours. */
  private static final Duration MAX_LOG_SKEW = Duration.ofMinutes(5);

  /** What decoded entities may take; with more, collecting garbage costs more than reading back. */
  private static final int ENTITIES_PERCENT_OF_HEAP = 15;

  /** How often a join looks for what is due. */
  private static final Duration JOIN_INTERVAL = Duration.ofMillis(200);

  /** Longest wait of labels and drift for a commit, while their input is read as it comes. */
  private static final Duration COMMIT_TICK = Duration.ofMillis(200);

  /** The topology, ready to be built. */
  public TidemarkTopology topology() {
    EntityHeap heap = entityHeap();
    return new TidemarkTopology(
        ingest(),
        definitions.sources().stream().map(this::source).toList(),
        entities().stream().map(entity -> features(entity, heap)).toList(),
        predictionTopics(),
        drift(),
        definitions.models().stream()
            .filter(model -> model.model().outcomeTopic() != null)
            .map(this::join)
            .toList());
  }

  /** In the order of the definitions: it decides the numbers of tasks, and so their folders. */
  private Set<String> predictionTopics() {
    Set<String> topics = new LinkedHashSet<>();
    declared().models().forEach(model -> topics.add(model.predictionTopic()));
    return topics;
  }

  private List<EntityFeatures> entities() {
    return EntityFeatures.of(definitions);
  }

  private Definitions declared() {
    return definitions.definitions();
  }

  private Topics topics() {
    return Topics.withPrefix(settings.get(Settings.TOPIC_PREFIX));
  }

  private IngestTopology ingest() {
    return new IngestTopology(
        topics().quarantine().name(),
        RecordSerde.writing(registry, topics().quarantine().valueSubject()),
        new PredictionReader(MAX_LOG_SKEW),
        () -> AvroReader.specific(registry, PredictionLog.class),
        () -> AvroReader.specific(registry, OutcomeLog.class),
        wall,
        metrics);
  }

  private EventTask source(CheckedSource checked) {
    Source source = checked.source();
    Schema schema = schemas.get(source.topic());
    List<CompiledRule> rules =
        checked.rules().stream()
            .map(rule -> new CompiledRule(rule.rule().name(), rule.expect(), rule.rule().onFail()))
            .toList();
    return new EventTask(
        new EventChecks(source, entityKeys(source), rules, f -> read(checked.eventTime(), f)),
        new LateCheck(EntityFeatures.longestWindow(entities(), source)),
        AvroLayout.of(schema),
        () -> AvroReader.generic(registry, schema),
        groupsFedBy(source),
        history,
        new TaskSum(count -> metrics.pastRemaining(source.name(), count)),
        declared().clock(),
        wall,
        metrics);
  }

  private Set<String> groupsFedBy(Source source) {
    Set<String> ids = new TreeSet<>();
    for (EntityFeatures entity : entities()) {
      for (int g = 0; g < entity.plan().groups().size(); g++) {
        if (entity.plan().groups().get(g).source().equals(source.name())) {
          ids.add(entity.plan().groupIds().get(g));
        }
      }
    }
    return ids;
  }

  private static long read(EventTimeReader reader, Fields fields) {
    try {
      return reader.read(fields);
    } catch (EventTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private List<List<String>> entityKeys(Source source) {
    return definitions.groupsOf(source).stream()
        .map(group -> group.entity().key())
        .distinct()
        .toList();
  }

  /** Without a window nothing is ever late: lifetime features take every event. */
  private FeatureTopology features(EntityFeatures entity, EntityHeap heap) {
    FeatureTask task =
        new FeatureTask(
            declared().namespace(),
            entity.plan(),
            declared().clock(),
            wall,
            settings.get(Settings.FLUSH_INTERVAL),
            settings.get(Settings.COMMIT_INTERVAL),
            heap,
            PinnedGroups.of(settings, declared()),
            store,
            settings.get(Settings.FEATURES_TOPIC),
            rebuilds,
            new TaskSum(count -> metrics.sweepRemaining(entity.entity().name(), count)),
            metrics);
    return new FeatureTopology(
        task,
        entity.programs(),
        settings.get(Settings.PARTITIONS),
        topics().features().name(),
        RecordSerde.writing(registry, topics().features().valueSubject()));
  }

  private EntityHeap entityHeap() {
    long bytes = Runtime.getRuntime().maxMemory() / 100 * ENTITIES_PERCENT_OF_HEAP;
    return new EntityHeap(settings.get(Settings.HEAP_ENTITIES), bytes);
  }

  private DriftTopology drift() {
    Map<String, Model> models =
        declared().models().stream().collect(Collectors.toMap(Model::name, Function.identity()));
    DriftTask task =
        new DriftTask(
            models,
            baselines,
            declared().clock(),
            wall,
            settings.get(Settings.DRIFT_INTERVAL),
            this::commits,
            metrics);
    return new DriftTopology(
        task,
        settings.get(Settings.PARTITIONS),
        topics().drift().name(),
        RecordSerde.writing(registry, topics().drift().valueSubject()));
  }

  private JoinTopology join(CheckedModel checked) {
    JoinTask task =
        new JoinTask(
            checked.model(),
            JoinHorizons.DEFAULT,
            new OutcomeReader(judge(checked), MAX_LOG_SKEW),
            () -> AvroReader.specific(registry, PredictionLog.class),
            () -> AvroReader.specific(registry, OutcomeLog.class),
            declared().clock(),
            wall,
            JOIN_INTERVAL,
            this::commits,
            metrics,
            new PendingLabels(checked.model().name(), metrics));
    return new JoinTopology(
        task,
        settings.get(Settings.PARTITIONS),
        topics().labelled().name(),
        RecordSerde.writing(registry, topics().labelled().valueSubject()));
  }

  private PacedCommits commits() {
    return new PacedCommits(COMMIT_TICK, settings.get(Settings.COMMIT_INTERVAL), wall);
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

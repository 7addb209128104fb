package io.tidemark.kafka;

import io.tidemark.avro.Baseline;
import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.QualityMetric;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Replayed;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.OwnSubjects;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics Tidemark writes, each with the type of its values and the clean-up policy its meaning
 * needs.
 *
 * @param quarantine records that failed validation, with their original bytes
 * @param features the newest vector per entity
 * @param labelled the newest revision per request and label, for as long as is declared
 * @param drift how far series have moved, and what follows
 * @param quality how good answers were, the newest of each cohort, for as long as labels
 * @param baselines the reference profile per model version
 * @param requests what is asked for, and what became of it
 */
public record Topics(
    Topic<Quarantined> quarantine,
    Topic<FeatureVector> features,
    Topic<LabelledExample> labelled,
    DriftTopics drift,
    Topic<QualityMetric> quality,
    Topic<Baseline> baselines,
    Requests requests) {

  /**
   * What is asked for, and what became of it.
   *
   * @param control what instances are asked to do, the newest of each kind
   * @param erasures which entities are to be erased
   * @param receipts what was removed of them
   * @param replays what was fed from quarantine to its topic again
   */
  public record Requests(
      Topic<ControlCommand> control,
      Topic<Erasure> erasures,
      Topic<ErasureReceipt> receipts,
      Topic<Replayed> replays) {}

  /** Kafka's word for it is -1 ms. */
  private static final Duration FOR_EVER = Duration.ofMillis(-1);

  /** How long a request to erase an entity stays, which names it: long enough to be read. */
  private static final Duration ERASURE_RETENTION = Duration.ofDays(7);

  /**
   * Largest record on a topic of ours: four times the largest a broker takes by default, so that a
   * record as large as an input topic takes fits into quarantine with the reason beside it.
   */
  public static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  /** The newest record of a key stays, and that only for a time. */
  public static final String COMPACT_AND_DELETE =
      TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;

  /**
   * A topic of ours.
   *
   * @param type class of its values
   * @param config what it is created with, under Kafka's names
   */
  public record Topic<T extends SpecificRecordBase>(
      String name, Class<T> type, Map<String, String> config) {
    /** The schema registry's subject of the topic's values. */
    public String valueSubject() {
      return name + "-value";
    }

    /** The schema of the topic's values. */
    public Schema schema() {
      return SpecificData.get().getSchema(type);
    }

    /**
     * Registers the schema of its values. A subject that is new takes only versions that read, and
     * are read by, every other: whoever lags behind, or reads from the beginning, goes on.
     */
    public void register(SchemaRegistry registry) {
      OwnSubjects.require(registry, valueSubject(), CompatibilityLevel.FULL_TRANSITIVE);
      AvroWriter.register(registry, valueSubject(), schema());
    }
  }

  /**
   * What drift evaluation writes.
   *
   * @param metrics one record per series, window and evaluation
   * @param alerts one record per change of an episode
   * @param retrain one record per episode that has lasted
   */
  public record DriftTopics(
      Topic<DriftMetric> metrics, Topic<DriftAlert> alerts, Topic<DriftAlert> retrain) {}

  /**
   * The topics, {@code tidemark.quarantine} and so on for the prefix {@code tidemark.}.
   *
   * @param labelledRetention how long labelled examples stay, and what is said of their quality:
   *     request ids are never used again, so that the newest of each would be kept for ever
   * @param quarantineRetention how long what failed stays to be looked at, mended and fed again
   */
  public static Topics of(String prefix, Duration labelledRetention, Duration quarantineRetention) {
    Map<String, String> compacted = config(TopicConfig.CLEANUP_POLICY_COMPACT);
    Map<String, String> deleted = retained(TopicConfig.CLEANUP_POLICY_DELETE);
    return new Topics(
        new Topic<>(
            prefix + "quarantine",
            Quarantined.class,
            retained(COMPACT_AND_DELETE, quarantineRetention)),
        new Topic<>(prefix + "features", FeatureVector.class, compacted),
        new Topic<>(
            prefix + "labelled",
            LabelledExample.class,
            retained(COMPACT_AND_DELETE, labelledRetention)),
        new DriftTopics(
            new Topic<>(prefix + "drift", DriftMetric.class, deleted),
            new Topic<>(prefix + "alerts", DriftAlert.class, deleted),
            new Topic<>(prefix + "retrain", DriftAlert.class, deleted)),
        new Topic<>(
            prefix + "quality",
            QualityMetric.class,
            retained(COMPACT_AND_DELETE, labelledRetention)),
        new Topic<>(prefix + "baselines", Baseline.class, compacted),
        new Requests(
            new Topic<>(prefix + "control", ControlCommand.class, compacted),
            new Topic<>(
                prefix + "erasures",
                Erasure.class,
                retained(TopicConfig.CLEANUP_POLICY_DELETE, ERASURE_RETENTION)),
            new Topic<>(
                prefix + "erasure-receipts",
                ErasureReceipt.class,
                retained(TopicConfig.CLEANUP_POLICY_DELETE, FOR_EVER)),
            new Topic<>(prefix + "replays", Replayed.class, compacted)));
  }

  private static Map<String, String> retained(String cleanupPolicy, Duration retention) {
    Map<String, String> config = retained(cleanupPolicy);
    config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    return config;
  }

  /** Retention counts from now, or what history gives rise to is dropped at once. */
  private static Map<String, String> retained(String cleanupPolicy) {
    Map<String, String> config = new HashMap<>(config(cleanupPolicy));
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return config;
  }

  private static Map<String, String> config(String cleanupPolicy) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        cleanupPolicy,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(MAX_MESSAGE_BYTES));
  }

  /** Registers the schema of everything that is written to them. */
  public void register(SchemaRegistry registry) {
    all().forEach(topic -> topic.register(registry));
  }

  /** All of them. */
  public List<Topic<?>> all() {
    return List.of(
        quarantine,
        features,
        labelled,
        drift.metrics(),
        drift.alerts(),
        drift.retrain(),
        quality,
        baselines,
        requests.control(),
        requests.erasures(),
        requests.receipts(),
        requests.replays());
  }
}

package io.tidemark.records;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Replayed;
import io.tidemark.definition.Window;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.QualitySeries;
import io.tidemark.store.EntityKey;
import io.tidemark.text.KeyParts;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The keys of the records on topics of ours: parts as {@link KeyParts} joins them, so that two
 * things never share a key and a compacted topic keeps both. An entity has the name it has in
 * Redis, on every topic and in a receipt.
 */
public final class TopicKeys {
  private TopicKeys() {}

  /** {@code namespace:entity:key}: the first two hold no {@code :}, the third is joined parts. */
  public static String of(FeatureVector vector) {
    return new EntityKey(vector.getNamespace(), vector.getEntity(), vector.getKey()).asRedisKey();
  }

  /** The same of an entity of which there is no vector. */
  public static String ofEntity(String namespace, String entity, String key) {
    return namespace + ":" + entity + ":" + key;
  }

  /** {@code model|request_id|label}: models may count their requests alike. */
  public static String of(LabelledExample example) {
    return ofExample(example.getModel(), example.getRequestId(), example.getLabel());
  }

  /** The same of an example that is not at hand. */
  public static String ofExample(String model, String requestId, String label) {
    return KeyParts.join(model, requestId, label);
  }

  /**
   * {@code model|model_version|feature|window}, the score and the decision with their {@code @}:
   * the newest record of a key is the state of that window.
   */
  public static String of(Series series, Window window) {
    return KeyParts.join(series.model(), series.version(), series.feature(), window.label());
  }

  /**
   * {@code model|model_version|label|exploration|cohort_start}, the start in milliseconds: the
   * newest record of a key is what is known of that cohort.
   */
  public static String of(CohortKey cohort) {
    return KeyParts.join(
        cohort.model(),
        cohort.version(),
        cohort.label(),
        Boolean.toString(cohort.exploration()),
        Long.toString(cohort.startMs()));
  }

  /** {@code model|model_version|label|exploration|metric}: an episode of quality. */
  public static String of(QualitySeries series, String metric) {
    return KeyParts.join(
        series.model(),
        series.version(),
        series.label(),
        Boolean.toString(series.exploration()),
        metric);
  }

  /** {@code model|label}: an outage of its outcomes. */
  public static String ofLabel(String model, String label) {
    return KeyParts.join(model, label);
  }

  /** {@code model|model_version}: the newest baseline of a model version wins. */
  public static String ofBaseline(String model, String version) {
    return KeyParts.join(model, version);
  }

  /**
   * {@code source_topic|source_partition|source_offset|record_timestamp}: one record that was read,
   * even where its topic was deleted and made anew; the last part is empty where it had no time.
   */
  public static String of(Replayed replayed) {
    return ofReplayed(
        replayed.getSourceTopic(),
        replayed.getSourcePartition(),
        replayed.getSourceOffset(),
        replayed.getRecordTimestamp());
  }

  /** The key of the record that says of another that it was fed again. */
  public static String ofReplayed(String topic, int partition, long offset, Instant timestamp) {
    String time = timestamp == null ? "" : Long.toString(timestamp.toEpochMilli());
    return KeyParts.join(topic, Integer.toString(partition), Long.toString(offset), time);
  }

  /**
   * {@code source_topic|source_partition|source_offset|record_timestamp|reason|rule}: what was said
   * once of one record that was read; parts that are not there are empty.
   */
  public static String of(Quarantined quarantined) {
    Instant timestamp = quarantined.getRecordTimestamp();
    return KeyParts.join(
        quarantined.getSourceTopic(),
        Integer.toString(quarantined.getSourcePartition()),
        Long.toString(quarantined.getSourceOffset()),
        timestamp == null ? "" : Long.toString(timestamp.toEpochMilli()),
        quarantined.getReason(),
        quarantined.getRule() == null ? "" : quarantined.getRule());
  }

  /** When the record behind such a key was written, by Kafka's time; empty where it had none. */
  public static OptionalLong quarantinedAtMs(String key) {
    String time = KeyParts.split(key).get(3);
    return time.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(time));
  }

  /** The kind: the newest command of each wins. */
  public static String of(ControlCommand command) {
    return command.getKind().name();
  }
}

package io.tidemark.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics Tidemark writes, each with the clean-up policy its meaning needs.
 *
 * @param quarantine records that failed validation, with their original bytes
 * @param features the newest vector per entity
 * @param labelled the newest revision per request and label
 * @param drift one record per series, window and evaluation
 * @param baselines the reference profile per model version
 * @param control what instances are asked to do, the newest of each kind
 */
public record Topics(
    Topic quarantine, Topic features, Topic labelled, Topic drift, Topic baselines, Topic control) {

  /**
   * Largest record on a topic of ours: four times the largest a broker takes by default, so that a
   * record as large as an input topic takes fits into quarantine with the reason beside it.
   */
  public static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  /** A topic of ours. */
  public record Topic(String name, Map<String, String> config) {
    /** The schema registry's subject of the topic's values. */
    public String valueSubject() {
      return name + "-value";
    }
  }

  /** The names, {@code tidemark.quarantine} and so on for the prefix {@code tidemark.}. */
  public static Topics withPrefix(String prefix) {
    Map<String, String> compacted = config(TopicConfig.CLEANUP_POLICY_COMPACT);
    Map<String, String> deleted = new HashMap<>(config(TopicConfig.CLEANUP_POLICY_DELETE));
    // retention counts from now, or what history gives rise to is dropped at once
    deleted.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return new Topics(
        new Topic(prefix + "quarantine", deleted),
        new Topic(prefix + "features", compacted),
        new Topic(prefix + "labelled", compacted),
        new Topic(prefix + "drift", deleted),
        new Topic(prefix + "baselines", compacted),
        new Topic(prefix + "control", compacted));
  }

  private static Map<String, String> config(String cleanupPolicy) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        cleanupPolicy,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(MAX_MESSAGE_BYTES));
  }

  /** All of them. */
  public List<Topic> all() {
    return List.of(quarantine, features, labelled, drift, baselines, control);
  }
}

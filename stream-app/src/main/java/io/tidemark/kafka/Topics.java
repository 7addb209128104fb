package io.tidemark.kafka;

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
 */
public record Topics(
    Topic quarantine, Topic features, Topic labelled, Topic drift, Topic baselines) {

  /** A topic of ours. */
  public record Topic(String name, Map<String, String> config) {
    /** The schema registry's subject of the topic's values. */
    public String valueSubject() {
      return name + "-value";
    }
  }

  /** The names, {@code tidemark.quarantine} and so on for the prefix {@code tidemark.}. */
  public static Topics withPrefix(String prefix) {
    Map<String, String> compacted =
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    Map<String, String> deleted =
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            // retention counts from now, or what history gives rise to is dropped at once
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime");
    return new Topics(
        new Topic(prefix + "quarantine", deleted),
        new Topic(prefix + "features", compacted),
        new Topic(prefix + "labelled", compacted),
        new Topic(prefix + "drift", deleted),
        new Topic(prefix + "baselines", compacted));
  }

  /** All of them. */
  public List<Topic> all() {
    return List.of(quarantine, features, labelled, drift, baselines);
  }
}

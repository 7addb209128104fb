package io.tidemark.kafka.progress;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics that something waits to have read to their end: a join, or drift.
 *
 * @param inputs as producers write them
 * @param byRequest the same on their way to the join; none where they are counted as they are read
 */
public record WatchedTopics(Set<String> inputs, Set<String> byRequest) {
  public WatchedTopics {
    inputs = Set.copyOf(inputs);
    byRequest = Set.copyOf(byRequest);
  }

  /** Of what is counted as it is read from a topic. */
  public static WatchedTopics only(String topic) {
    return new WatchedTopics(Set.of(topic), Set.of());
  }

  Set<String> all() {
    Set<String> all = new HashSet<>(inputs);
    all.addAll(byRequest);
    return all;
  }

  Set<TopicPartition> inputsOf(Set<TopicPartition> partitions) {
    return partitions.stream()
        .filter(partition -> inputs.contains(partition.topic()))
        .collect(Collectors.toSet());
  }
}

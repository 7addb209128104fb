package io.tidemark.kafka.progress;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics of one join.
 *
 * @param inputs predictions and outcomes, as producers write them
 * @param byRequest the same on their way to the join
 */
public record JoinTopics(Set<String> inputs, Set<String> byRequest) {
  public JoinTopics {
    inputs = Set.copyOf(inputs);
    byRequest = Set.copyOf(byRequest);
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

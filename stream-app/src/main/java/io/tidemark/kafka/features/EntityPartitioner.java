package io.tidemark.kafka.features;

import io.tidemark.contribution.EntityInput;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Contributions go by entity, as Kafka's own partitioner says; announcements to every task. */
final class EntityPartitioner implements StreamPartitioner<String, EntityInput> {
  @Override
  public Optional<Set<Integer>> partitions(
      String topic, String key, EntityInput value, int numPartitions) {
    return value instanceof EntityInput.CaughtUp
        ? Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet()))
        : Optional.empty();
  }
}

package io.tidemark.kafka.features;

import io.tidemark.contribution.EntityInput;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * What is about one entity goes by it, as Kafka's own partitioner says; announcements go to every
 * task, and so does the erasure of an entity of which only its producers know where it is.
 */
final class EntityPartitioner implements StreamPartitioner<String, EntityInput> {
  @Override
  public Optional<Set<Integer>> partitions(
      String topic, String key, EntityInput value, int numPartitions) {
    boolean forAll =
        value instanceof EntityInput.CaughtUp
            || value instanceof EntityInput.Erased erased && erased.parts() > 1;
    return forAll
        ? Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet()))
        : Optional.empty();
  }
}

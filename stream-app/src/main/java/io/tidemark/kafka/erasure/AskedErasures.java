package io.tidemark.kafka.erasure;

import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInputCodec;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Erasures for stages whose tasks do not go by entity: each of their tasks hears of every one.
 *
 * @param byName the erasures, each under the name of its entity
 */
public record AskedErasures(KStream<String, EntityInput> byName) {
  private static final Serde<EntityInput> INPUTS =
      Serdes.serdeFrom(
          (topic, input) -> EntityInputCodec.encode(input),
          (topic, bytes) -> EntityInputCodec.decode(bytes));

  private static final StreamPartitioner<String, EntityInput> TO_ALL =
      (topic, key, value, tasks) ->
          Optional.of(IntStream.range(0, tasks).boxed().collect(Collectors.toSet()));

  /** These and others. */
  public AskedErasures and(KStream<String, EntityInput> others, String which) {
    return new AskedErasures(byName.merge(others, Named.as("also-erase-" + which)));
  }

  /**
   * What each task of a stage hears.
   *
   * @param stage another for each that is in one graph
   * @param tasks how many it has
   */
  public KStream<String, EntityInput> toAll(String stage, int tasks) {
    return byName.repartition(
        Repartitioned.with(Serdes.String(), INPUTS)
            .withName("erase-" + stage)
            .withStreamPartitioner(TO_ALL)
            .withNumberOfPartitions(tasks));
  }
}

package io.tidemark.kafka.erasure;

import io.tidemark.avro.Erasure;
import io.tidemark.contribution.EntityInput;
import io.tidemark.kafka.erasure.RequestProcessor.Understood;
import io.tidemark.monitoring.metrics.ErasureMetrics;
import io.tidemark.records.ErasureRequests;
import io.tidemark.records.TopicKeys;
import io.tidemark.store.KeyForm;
import io.tidemark.task.TaskTiming;
import io.tidemark.wire.AvroReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * The part of the graph that reads requests to erase entities: each goes on by its entity's key to
 * whoever holds the entity; one that cannot be carried out is answered here.
 *
 * @param topic of the requests
 * @param reader of its values, one per task
 * @param namespace of the definitions
 * @param keys what the key of each kind of entity looks like
 * @param receipts where receipts go
 * @param metrics where what is refused is counted
 * @param timing how soon requests go on
 */
public record ErasureTopology(
    String topic,
    Supplier<AvroReader<Erasure>> reader,
    String namespace,
    Map<String, KeyForm> keys,
    ReceiptSink receipts,
    ErasureMetrics metrics,
    TaskTiming timing) {

  /**
   * What was asked for.
   *
   * @param byEntity the erasures of each kind of entity, by key
   * @param all of them, for stages that do not go by entity
   */
  public record Asked(Map<String, KStream<String, EntityInput>> byEntity, AskedErasures all) {}

  /**
   * Adds the part to the graph.
   *
   * @param holders of each kind of entity, how many tasks may hold one
   */
  public Asked add(StreamsBuilder builder, Map<String, Integer> holders) {
    metrics.show(holders.keySet(), ErasureRequests.REFUSALS);
    ErasureRequests requests = new ErasureRequests(namespace, Map.copyOf(holders), keys);
    KStream<String, Understood> understood =
        builder.stream(
                topic,
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-erasures"))
            .process(
                () -> new RequestProcessor(reader.get(), requests, metrics, timing),
                Named.as("understand-erasures"));
    receipts.take(
        understood.mapValues(said -> (SpecificRecord) said.receipt(), Named.as("refused-erasures")),
        "of-requests");
    return new Asked(byEntity(understood, holders.keySet()), all(understood));
  }

  private AskedErasures all(KStream<String, Understood> understood) {
    return new AskedErasures(
        understood
            .filter((key, said) -> said.asked() != null, Named.as("erasures-of-all"))
            .map(
                (key, said) -> named(said.entity(), key, said.asked()), Named.as("name-erasures")));
  }

  private KeyValue<String, EntityInput> named(String entity, String key, EntityInput asked) {
    return KeyValue.pair(TopicKeys.ofEntity(namespace, entity, key), asked);
  }

  private static Map<String, KStream<String, EntityInput>> byEntity(
      KStream<String, Understood> understood, Set<String> entities) {
    Map<String, KStream<String, EntityInput>> byEntity = new HashMap<>();
    for (String entity : entities) {
      byEntity.put(
          entity,
          understood
              .filter(
                  (key, said) -> entity.equals(said.entity()), Named.as("erasures-of-" + entity))
              .mapValues(said -> (EntityInput) said.asked(), Named.as("erase-each-" + entity)));
    }
    return byEntity;
  }
}

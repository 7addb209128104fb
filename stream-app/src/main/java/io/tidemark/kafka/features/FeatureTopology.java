package io.tidemark.kafka.features;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.ContributionProgram;
import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInputCodec;
import io.tidemark.contribution.Observed;
import io.tidemark.entity.StoredEntities;
import io.tidemark.kafka.erasure.ReceiptSink;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.records.TopicKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The part of the graph that computes one entity's features.
 *
 * <pre>
 *   events of a source -> [contribute] --+--(repartition by entity key)--+-> [features] -> online store
 *   events of another  -> [contribute] --+-------------------------------+            (-> features)
 *   erasures ----------------------------+                                             -> receipts
 * </pre>
 *
 * <p>A source needs no repartition when it is the only one and its records are keyed by the entity.
 *
 * @param setup what every task shares
 * @param programs what each source contributes
 * @param tasks how many there are to be: partitions of the repartition topics
 * @param vectors the serde of vectors on their topic
 * @param receipts where receipts of erasures go
 */
public record FeatureTopology(
    FeatureSetup setup,
    List<ContributionProgram> programs,
    int tasks,
    Serde<FeatureVector> vectors,
    ReceiptSink receipts) {

  private static final Serde<EntityInput> INPUTS =
      Serdes.serdeFrom(
          (topic, input) -> EntityInputCodec.encode(input),
          (topic, bytes) -> EntityInputCodec.decode(bytes));

  /**
   * Adds the part to the graph.
   *
   * @param erasures of this kind of entity, by its key
   */
  public void add(
      StreamsBuilder builder,
      Map<String, KStream<byte[], Observed>> events,
      KStream<String, EntityInput> erasures) {
    TaskStores stores =
        new TaskStores(builder)
            .rows(setup.stateStore())
            .timers(setup.timerStore())
            .rows(setup.erasureStore())
            .hook(setup.hookStore());
    KStream<String, SpecificRecord> computed =
        contributions(events)
            .merge(byEntity(erasures), Named.as("merge-erasures-" + setup.entity()))
            .process(
                () -> new FeatureProcessor(setup),
                Named.as("features-" + setup.entity()),
                stores.names());
    setup.output().topic().ifPresent(topic -> vectors(computed, topic));
    receipts.take(computed, setup.entity());
  }

  /** A vector, or none any more under the key of one that was. */
  private void vectors(KStream<String, SpecificRecord> computed, String topic) {
    computed
        .filter(
            (key, value) -> !(value instanceof ErasureReceipt),
            Named.as("only-vectors-" + setup.entity()))
        .mapValues(value -> (FeatureVector) value, Named.as("each-vector-" + setup.entity()))
        .to(topic, Produced.with(Serdes.String(), vectors).withName("vectors-" + setup.entity()));
  }

  private KStream<String, EntityInput> byEntity(KStream<String, EntityInput> erasures) {
    return erasures.repartition(
        Repartitioned.with(Serdes.String(), INPUTS)
            .withName("erase-" + setup.entity())
            .withStreamPartitioner(new EntityPartitioner())
            .withNumberOfPartitions(tasks));
  }

  /** How many tasks may hold an entity: one, unless its place is known to producers alone. */
  public int holders() {
    return isPlacedByProducers() ? tasks : 1;
  }

  /** Reads what the tasks of this part store. */
  public StoredEntities stored() {
    return new StoredEntities(
        setup.stateStore(),
        setup.plan(),
        setup.sweeping().pinned(),
        setup.timing(),
        isPlacedByProducers());
  }

  private boolean isPlacedByProducers() {
    return programs.size() == 1 && programs.get(0).keyedByEntity();
  }

  /**
   * What tombstones of a source erase of this kind of entity, under their names, for stages that
   * read other topics: what happened before the tombstone was written does not count there.
   *
   * @return empty where its records are not keyed by the entity, or feed none of its features
   */
  public Optional<KStream<String, EntityInput>> tombstones(
      String source, KStream<byte[], Observed> events) {
    return programs.stream()
        .filter(program -> program.source().equals(source) && program.keyedByEntity())
        .findFirst()
        .map(program -> tombstones(events, program));
  }

  private KStream<String, EntityInput> tombstones(
      KStream<byte[], Observed> events, ContributionProgram program) {
    return events
        .filter(
            (key, observed) -> observed instanceof Observed.Erased,
            Named.as(name("tombstones", program)))
        .map(
            (key, observed) -> named((Observed.Erased) observed),
            Named.as(name("name-tombstones", program)));
  }

  private KeyValue<String, EntityInput> named(Observed.Erased erased) {
    return KeyValue.pair(
        TopicKeys.ofEntity(setup.namespace(), setup.entity(), erased.key()),
        new EntityInput.Erased(erased.id(), erased.beforeMs(), false, 1));
  }

  private KStream<String, EntityInput> contributions(
      Map<String, KStream<byte[], Observed>> events) {
    KStream<String, EntityInput> all = null;
    for (ContributionProgram program : programs) {
      KStream<String, EntityInput> one = contributions(events.get(program.source()), program);
      all = all == null ? one : all.merge(one, Named.as(name("merge", program)));
    }
    return all;
  }

  private KStream<String, EntityInput> contributions(
      KStream<byte[], Observed> events, ContributionProgram program) {
    boolean direct = isPlacedByProducers();
    KStream<String, EntityInput> contributions =
        events.process(
            () -> new ContributionProcessor(program, setup, direct),
            Named.as(name("contribute", program)));
    return direct
        ? contributions
        : contributions.repartition(
            Repartitioned.with(Serdes.String(), INPUTS)
                .withName(name("by-entity", program))
                .withStreamPartitioner(new EntityPartitioner())
                .withNumberOfPartitions(tasks));
  }

  private String name(String step, ContributionProgram program) {
    return step + "-" + setup.entity() + "." + program.source();
  }
}

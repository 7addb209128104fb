package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.ContributionProgram;
import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInputCodec;
import io.tidemark.contribution.Observed;
import io.tidemark.entity.StoredEntities;
import io.tidemark.kafka.state.TaskStores;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
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
 * </pre>
 *
 * <p>A source needs no repartition when it is the only one and its records are keyed by the entity.
 *
 * @param setup what every task shares
 * @param programs what each source contributes
 * @param partitions of the repartition topics
 * @param featureTopic where vectors go, if {@link FeatureSetup.Output#toTopic}
 * @param vectors their serde
 */
public record FeatureTopology(
    FeatureSetup setup,
    List<ContributionProgram> programs,
    int partitions,
    String featureTopic,
    Serde<FeatureVector> vectors) {

  private static final Serde<EntityInput> INPUTS =
      Serdes.serdeFrom(
          (topic, input) -> EntityInputCodec.encode(input),
          (topic, bytes) -> EntityInputCodec.decode(bytes));

  /** Adds the part to the graph. */
  public void add(StreamsBuilder builder, Map<String, KStream<byte[], Observed>> events) {
    TaskStores stores =
        new TaskStores(builder)
            .rows(setup.stateStore())
            .timers(setup.timerStore())
            .hook(setup.hookStore());
    KStream<String, FeatureVector> computed =
        contributions(events)
            .process(
                () -> new FeatureProcessor(setup),
                Named.as("features-" + setup.entity()),
                stores.names());
    if (setup.output().toTopic()) {
      computed.to(
          featureTopic,
          Produced.with(Serdes.String(), vectors).withName("vectors-" + setup.entity()));
    }
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
                .withNumberOfPartitions(partitions));
  }

  private String name(String step, ContributionProgram program) {
    return step + "-" + setup.entity() + "." + program.source();
  }
}

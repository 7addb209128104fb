package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.ContributionProgram;
import io.tidemark.kafka.ingest.Observed;
import io.tidemark.kafka.state.CommitHook;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

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
 * @param task what every task shares
 * @param programs what each source contributes
 * @param partitions of the repartition topics
 * @param featureTopic where vectors go, if {@link FeatureTask#toTopic}
 * @param vectors their serde
 */
public record FeatureTopology(
    FeatureTask task,
    List<ContributionProgram> programs,
    int partitions,
    String featureTopic,
    Serde<FeatureVector> vectors) {

  /** Adds the part to the graph. */
  public void add(StreamsBuilder builder, Map<String, KStream<byte[], Observed>> events) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(task.stateStore()),
                Serdes.String(),
                Serdes.ByteArray())
            .withCachingDisabled());
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(task.timerStore()),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withCachingDisabled());
    builder.addStateStore(CommitHook.builder(task.hookStore()));
    KStream<String, FeatureVector> computed =
        contributions(events)
            .process(
                () -> new FeatureProcessor(task),
                Named.as("features-" + task.entity()),
                task.stateStore(),
                task.timerStore(),
                task.hookStore());
    if (task.toTopic()) {
      computed.to(
          featureTopic,
          Produced.with(Serdes.String(), vectors).withName("vectors-" + task.entity()));
    }
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
    boolean direct = programs.size() == 1 && program.keyedByEntity();
    KStream<String, EntityInput> contributions =
        events.process(
            () -> new ContributionProcessor(program, task, direct),
            Named.as(name("contribute", program)));
    return direct
        ? contributions
        : contributions.repartition(
            Repartitioned.with(Serdes.String(), EntityInputCodec.serde())
                .withName(name("by-entity", program))
                .withStreamPartitioner(new EntityPartitioner())
                .withNumberOfPartitions(partitions));
  }

  private String name(String step, ContributionProgram program) {
    return step + "-" + task.entity() + "-" + program.source();
  }
}

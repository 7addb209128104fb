package io.tidemark.kafka.drift;

import io.tidemark.avro.DriftMetric;
import io.tidemark.kafka.ingest.LoggedPrediction;
import io.tidemark.kafka.state.CommitHook;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The part of the graph that measures drift, in two stages.
 *
 * <pre>
 *   predictions -> [count per minute, per partition] --by series--> [add up, evaluate] -> drift
 * </pre>
 *
 * @param task what every task shares
 * @param partitions of the topic between the stages
 * @param driftTopic where drift records go
 * @param metrics their serde
 */
public record DriftTopology(
    DriftTask task, int partitions, String driftTopic, Serde<DriftMetric> metrics) {

  /** Adds the part to the graph. */
  public void add(
      StreamsBuilder builder, Map<String, KStream<byte[], LoggedPrediction>> predictionsByTopic) {
    KStream<String, DriftTile> tiles = null;
    for (Map.Entry<String, KStream<byte[], LoggedPrediction>> topic :
        predictionsByTopic.entrySet()) {
      KStream<String, DriftTile> one = count(builder, topic.getKey(), topic.getValue());
      tiles = tiles == null ? one : tiles.merge(one, Named.as("drift-merge-" + topic.getKey()));
    }
    if (tiles != null) {
      evaluate(builder, tiles);
    }
  }

  private KStream<String, DriftTile> count(
      StreamsBuilder builder, String topic, KStream<byte[], LoggedPrediction> predictions) {
    builder.addStateStore(store(task.tileStore(topic)));
    builder.addStateStore(CommitHook.builder(task.tileHook(topic)));
    return predictions
        .process(
            () -> new DriftTileProcessor(task, topic),
            Named.as("drift-count-" + topic),
            task.tileStore(topic),
            task.tileHook(topic))
        .repartition(
            Repartitioned.with(Serdes.String(), DriftTile.serde())
                .withName("drift-by-series-" + topic)
                .withNumberOfPartitions(partitions));
  }

  private void evaluate(StreamsBuilder builder, KStream<String, DriftTile> tiles) {
    builder.addStateStore(store(task.seriesStore()));
    builder.addStateStore(CommitHook.builder(task.seriesHook()));
    tiles
        .process(
            () -> new DriftEvaluateProcessor(task),
            Named.as("drift-evaluate"),
            task.seriesStore(),
            task.seriesHook())
        .to(driftTopic, Produced.with(Serdes.String(), metrics).withName("drift"));
  }

  private static StoreBuilder<?> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled();
  }
}

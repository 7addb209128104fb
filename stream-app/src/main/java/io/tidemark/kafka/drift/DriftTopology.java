package io.tidemark.kafka.drift;

import io.tidemark.avro.DriftMetric;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.monitoring.drift.tiles.TileReport;
import io.tidemark.records.LoggedPrediction;
import io.tidemark.text.GraphNames;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The part of the graph that measures drift, in two stages.
 *
 * <pre>
 *   predictions -> [count per minute, per partition] --by series--> [add up, evaluate] -> drift
 * </pre>
 *
 * @param setup what every task shares
 * @param partitions of the topic between the stages
 * @param driftTopic where drift records go
 * @param metrics their serde
 */
public record DriftTopology(
    DriftSetup setup, int partitions, String driftTopic, Serde<DriftMetric> metrics) {

  /** Adds the part to the graph. */
  public void add(
      StreamsBuilder builder, Map<String, KStream<byte[], LoggedPrediction>> predictionsByTopic) {
    KStream<String, TileReport> tiles = null;
    for (Map.Entry<String, KStream<byte[], LoggedPrediction>> topic :
        predictionsByTopic.entrySet()) {
      KStream<String, TileReport> one = count(builder, topic.getKey(), topic.getValue());
      tiles =
          tiles == null
              ? one
              : tiles.merge(one, Named.as("drift-merge-" + GraphNames.of(topic.getKey())));
    }
    if (tiles != null) {
      evaluate(builder, tiles);
    }
  }

  private KStream<String, TileReport> count(
      StreamsBuilder builder, String topic, KStream<byte[], LoggedPrediction> predictions) {
    TaskStores stores =
        new TaskStores(builder).rows(setup.tileStore(topic)).hook(setup.tileHook(topic));
    return predictions
        .process(
            () -> new DriftTileProcessor(setup, topic),
            Named.as("drift-count-" + GraphNames.of(topic)),
            stores.names())
        .repartition(
            Repartitioned.with(Serdes.String(), reports())
                .withName("drift-by-series-" + GraphNames.of(topic))
                .withNumberOfPartitions(partitions));
  }

  private static Serde<TileReport> reports() {
    return Serdes.serdeFrom(
        (topic, report) -> report.encode(), (topic, bytes) -> TileReport.decode(bytes));
  }

  private void evaluate(StreamsBuilder builder, KStream<String, TileReport> tiles) {
    TaskStores stores = new TaskStores(builder).rows(setup.seriesStore()).hook(setup.seriesHook());
    tiles
        .process(
            () -> new DriftEvaluateProcessor(setup), Named.as("drift-evaluate"), stores.names())
        .to(driftTopic, Produced.with(Serdes.String(), metrics).withName("drift"));
  }
}

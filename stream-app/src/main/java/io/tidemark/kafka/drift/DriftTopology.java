package io.tidemark.kafka.drift;

import io.tidemark.kafka.Topics.DriftTopics;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.WatchedTopics;
import io.tidemark.kafka.seen.RocksIdIndex;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.monitoring.drift.MinuteReport;
import io.tidemark.records.LoggedPrediction;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.text.GraphNames;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
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
 *   predictions -> [count per minute, per partition] --by version--> [add up, evaluate] -> drift,
 *                                                                      alerts, retrain
 * </pre>
 *
 * @param setup what every task shares
 * @param progress how far a topic of predictions is read
 * @param partitions of the topic between the stages
 * @param topics where what is found goes
 * @param registry where its schemas are
 */
public record DriftTopology(
    DriftSetup setup,
    Function<WatchedTopics, InputProgress> progress,
    int partitions,
    DriftTopics topics,
    SchemaRegistry registry) {

  /** Adds the part to the graph. */
  public void add(
      StreamsBuilder builder, Map<String, KStream<byte[], LoggedPrediction>> predictionsByTopic) {
    KStream<String, MinuteReport> tiles = null;
    for (Map.Entry<String, KStream<byte[], LoggedPrediction>> topic :
        predictionsByTopic.entrySet()) {
      KStream<String, MinuteReport> one = count(builder, topic.getKey(), topic.getValue());
      tiles =
          tiles == null
              ? one
              : tiles.merge(one, Named.as("drift-merge-" + GraphNames.of(topic.getKey())));
    }
    if (tiles != null) {
      evaluate(builder, tiles);
    }
  }

  private KStream<String, MinuteReport> count(
      StreamsBuilder builder, String topic, KStream<byte[], LoggedPrediction> predictions) {
    TaskStores stores =
        new TaskStores(builder)
            .rows(setup.minuteStore(topic))
            .add(RocksIdIndex.builder(setup.seenStore(topic), DriftSetup.REPEATS))
            .hook(setup.minuteHook(topic));
    return predictions
        .process(
            () -> new DriftTileProcessor(setup, topic, progress.apply(WatchedTopics.only(topic))),
            Named.as("drift-count-" + GraphNames.of(topic)),
            stores.names())
        .repartition(
            Repartitioned.with(Serdes.String(), reports())
                .withName("drift-by-version-" + GraphNames.of(topic))
                .withNumberOfPartitions(partitions));
  }

  private static Serde<MinuteReport> reports() {
    return Serdes.serdeFrom(
        (topic, report) -> report.encode(), (topic, bytes) -> MinuteReport.decode(bytes));
  }

  private void evaluate(StreamsBuilder builder, KStream<String, MinuteReport> tiles) {
    TaskStores stores = new TaskStores(builder).timers(setup.tileStore()).hook(setup.tileHook());
    KStream<String, SpecificRecord> found =
        tiles.process(
            () -> new DriftEvaluateProcessor(setup), Named.as("drift-evaluate"), stores.names());
    to(found, topics.metrics(), DriftSender.METRICS);
    to(found, topics.alerts(), DriftSender.ALERTS);
    to(found, topics.retrain(), DriftSender.RETRAIN);
  }

  private void to(KStream<String, SpecificRecord> found, Topic<?> topic, String name) {
    Serde<SpecificRecord> serde = RecordSerde.writing(registry, topic.valueSubject());
    found.to(topic.name(), Produced.with(Serdes.String(), serde).withName(name));
  }
}

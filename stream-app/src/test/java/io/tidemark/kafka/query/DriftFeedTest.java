package io.tidemark.kafka.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.DriftStatus;
import io.tidemark.avro.Surface;
import io.tidemark.kafka.SettableClock;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.store.serve.CatalogFigures.Drift;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DriftFeedTest {
  private static final String TOPIC = "drift";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final String SPEND = "spending.spend_1h";

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final MockConsumer<byte[], byte[]> kafka = new RecentConsumer();
  private final DriftFeed feed =
      new DriftFeed(
          kafka,
          AvroReader.specific(registry, DriftMetric.class),
          TOPIC,
          Set.of(SPEND),
          new SettableClock());
  private long offset;

  /** Everything is of the last hour. */
  private static final class RecentConsumer extends MockConsumer<byte[], byte[]> {
    RecentConsumer() {
      super(AutoOffsetResetStrategy.EARLIEST.name());
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      return times.keySet().stream()
          .collect(Collectors.toMap(p -> p, p -> new OffsetAndTimestamp(0, times.get(p))));
    }
  }

  private static DriftMetric metric(String feature, String version, Double psi) {
    return DriftMetric.newBuilder()
        .setModel("ranker")
        .setModelVersion(version)
        .setSurface(Surface.FEATURE)
        .setFeature(feature)
        .setWindow("1h")
        .setWindowMs(3_600_000)
        .setWindowStart(SettableClock.START)
        .setWindowEnd(SettableClock.START)
        .setStatus(psi == null ? DriftStatus.INSUFFICIENT : DriftStatus.SIGNIFICANT)
        .setPsi(psi)
        .setBins(List.of())
        .setComputedAt(SettableClock.START)
        .build();
  }

  @Test
  void newestWordOnASeriesIsItsDrift() {
    feed.accept(metric(SPEND, "v1", 0.1));
    feed.accept(metric(SPEND, "v2", null));
    feed.accept(metric(SPEND, "v1", 0.4));
    assertThat(feed.of(SPEND))
        .containsExactlyInAnyOrder(
            new Drift("ranker", "v1", "1h", OptionalDouble.of(0.4), "significant"),
            new Drift("ranker", "v2", "1h", OptionalDouble.empty(), "insufficient"));
  }

  @Test
  void onlyServedFeaturesOfAllTrafficAreKept() {
    feed.accept(metric("device", "v1", 0.1));
    DriftMetric segment = metric(SPEND, "v1", 0.1);
    segment.setSegment("device=phone");
    feed.accept(segment);
    DriftMetric score = metric(SPEND, "v1", 0.1);
    score.setSurface(Surface.SCORE);
    feed.accept(score);
    assertThat(feed.of(SPEND)).isEmpty();
    assertThat(feed.of("device")).isEmpty();
  }

  @Test
  void versionsHeardOfLeastRecentlyLeaveFirst() {
    for (int i = 0; i < 200; i++) {
      feed.accept(metric(SPEND, "v" + i, 0.1));
      feed.accept(metric(SPEND, "v0", 0.2));
    }
    assertThat(feed.of(SPEND)).hasSize(64).extracting(Drift::version).contains("v0", "v199");
  }

  @Test
  void runFollowsTheTopicAndSkipsWhatIsNoDrift() throws InterruptedException {
    Node[] none = {};
    kafka.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, none, none)));
    kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
    kafka.updateEndOffsets(Map.of(PARTITION, 0L));
    Thread thread = new Thread(feed, "feed");
    thread.start();
    kafka.schedulePollTask(
        () -> {
          publish(new byte[] {1, 2, 3});
          publish(writer.write(TOPIC + "-value", metric(SPEND, "v1", 0.3)));
        });
    await().until(() -> !feed.of(SPEND).isEmpty());
    feed.close();
    thread.join();
    assertThat(kafka.closed()).isTrue();
  }

  private void publish(byte[] value) {
    kafka.addRecord(new ConsumerRecord<>(TOPIC, 0, offset++, null, value));
  }
}

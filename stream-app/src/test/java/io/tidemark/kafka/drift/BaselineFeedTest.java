package io.tidemark.kafka.drift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.Baseline;
import io.tidemark.monitoring.drift.BaselineBuilder;
import io.tidemark.monitoring.drift.BaselineProfile;
import io.tidemark.records.BaselineRecords;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BaselineFeedTest {
  private static final String TOPIC = "baselines";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final MockConsumer<byte[], byte[]> kafka =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
  private final BaselineFeed feed =
      new BaselineFeed(kafka, AvroReader.specific(registry, Baseline.class), TOPIC);
  private long offset;

  @BeforeEach
  void describeTopic() {
    Node[] none = {};
    kafka.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, none, none)));
    kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
  }

  private static BaselineProfile profile(String version, double scale) {
    BaselineBuilder builder = new BaselineBuilder("m", version);
    for (int i = 0; i < 200; i++) {
      builder.add(Map.of("@score", i * scale, "device", i % 2 == 0 ? "phone" : "web"));
    }
    return builder.build(Instant.parse("2026-03-01T00:00:00Z"));
  }

  private byte[] wire(BaselineProfile profile) {
    return writer.write(TOPIC + "-value", BaselineRecords.record(profile, "test"));
  }

  private void publish(String key, byte[] value) {
    kafka.addRecord(new ConsumerRecord<>(TOPIC, 0, offset++, key.getBytes(UTF_8), value));
    kafka.updateEndOffsets(Map.of(PARTITION, offset));
  }

  /** The assignment must exist before records do. */
  private void catchUp(Runnable publishing) {
    kafka.schedulePollTask(() -> {});
    kafka.assign(List.of(PARTITION));
    publishing.run();
    feed.catchUp();
  }

  @Test
  void emptyTopicHasNoBaseline() {
    kafka.updateEndOffsets(Map.of(PARTITION, 0L));
    feed.catchUp();
    assertThat(feed.of("m", "v1")).isEmpty();
  }

  @Test
  void everyBaselineIsThereOnceCaughtUp() {
    catchUp(
        () -> {
          publish("m/v1", wire(profile("v1", 1)));
          publish("m/v2", wire(profile("v2", 2)));
          publish("m/v1", wire(profile("v1", 3)));
        });
    assertThat(feed.of("m", "v1")).contains(profile("v1", 3));
    assertThat(feed.of("m", "v2").orElseThrow().hash()).isEqualTo(profile("v2", 2).hash());
    assertThat(feed.of("other", "v1")).isEmpty();
  }

  @Test
  void whatIsNoBaselineLeavesTheOneInForce() {
    catchUp(
        () -> {
          publish("m/v1", wire(profile("v1", 1)));
          publish("m/v1", new byte[] {1, 2, 3});
          publish("m/v2", wire(profile("v2", 1)));
        });
    assertThat(feed.of("m", "v1")).contains(profile("v1", 1));
    assertThat(feed.of("m", "v2")).isPresent();
  }

  @Test
  void runFollowsAndATombstoneRemoves() throws InterruptedException {
    catchUp(() -> publish("m/v1", wire(profile("v1", 1))));
    Thread thread = new Thread(feed, "feed");
    thread.start();
    kafka.schedulePollTask(() -> publish("m/v2", wire(profile("v2", 1))));
    await().until(() -> feed.of("m", "v2").isPresent());
    kafka.schedulePollTask(() -> publish("m/v1", null));
    await().until(() -> feed.of("m", "v1").isEmpty());
    feed.close();
    thread.join();

    assertThat(kafka.closed()).isTrue();
  }
}

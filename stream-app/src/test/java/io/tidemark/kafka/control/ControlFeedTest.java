package io.tidemark.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlFeedTest {
  private static final String TOPIC = "control";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final ControlFeed feed =
      new ControlFeed(consumer, AvroReader.specific(registry, ControlCommand.class), TOPIC);
  private long end;

  @BeforeEach
  void topic() {
    Node[] nodes = {};
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
  }

  private byte[] command(ControlKind kind, String id) {
    return command(kind, id, Instant.EPOCH);
  }

  private byte[] command(ControlKind kind, String id, Instant at) {
    return writer.write(
        "control-value",
        ControlCommand.newBuilder().setKind(kind).setId(id).setRequestedAt(at).build());
  }

  /** Puts values on the topic and reads them. */
  private void read(byte[]... values) {
    consumer.updateEndOffsets(Map.of(PARTITION, end + values.length));
    consumer.schedulePollTask(
        () -> {
          for (byte[] value : values) {
            consumer.addRecord(
                new ConsumerRecord<>(TOPIC, 0, end++, "REBUILD".getBytes(UTF_8), value));
          }
        });
    feed.catchUp();
  }

  @Test
  void nothingIsAskedForOnAnEmptyTopic() {
    feed.catchUp();
    assertThat(feed.rebuild()).isEmpty();
  }

  @Test
  void newestRebuildCounts() {
    read(
        command(ControlKind.REBUILD, "r1", Instant.ofEpochMilli(1_700_000_000_000L)),
        command(ControlKind.REBUILD, "r3", Instant.ofEpochMilli(1_700_000_000_002L)),
        command(ControlKind.REBUILD, "r2", Instant.ofEpochMilli(1_700_000_000_001L)));
    assertThat(feed.rebuild()).isEqualTo("1700000000002-r3");
  }

  @Test
  void otherKindsTombstonesAndNoCommandsAreSkipped() {
    read(
        command(ControlKind.REBUILD, "r1"),
        command(ControlKind.UNKNOWN, "x"),
        null,
        new byte[] {1, 2, 3});
    assertThat(feed.rebuild()).isEqualTo("0000000000000-r1");
  }
}

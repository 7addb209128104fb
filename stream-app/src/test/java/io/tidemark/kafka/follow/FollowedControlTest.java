package io.tidemark.kafka.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.follow.FollowedControl;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroWriter;
import io.tidemark.wire.WireFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowedControlTest {
  private static final Topic<ControlCommand> TOPIC =
      new Topic<>("control", ControlCommand.class, Map.of());

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final LoggedConsumer kafka = new LoggedConsumer();
  private final FollowedControl control = new FollowedControl();
  private final TopicFollower follower =
      new TopicFollower(
          kafka,
          registry,
          List.of(FollowedTopic.needed(TOPIC, control)),
          new PrometheusExport().metrics().follow(),
          new SettableClock());

  @BeforeEach
  void create() {
    kafka.create(TOPIC.name(), 1);
  }

  private byte[] command(ControlKind kind, String id) {
    return command(kind, id, Instant.EPOCH);
  }

  private byte[] command(ControlKind kind, String id, Instant at) {
    return writer.write(
        TOPIC.valueSubject(),
        ControlCommand.newBuilder().setKind(kind).setId(id).setRequestedAt(at).build());
  }

  private void read(byte[]... values) {
    for (byte[] value : values) {
      kafka.write(TOPIC.name(), "REBUILD", value);
    }
    follower.catchUp();
  }

  @Test
  void nothingIsAskedForOnAnEmptyTopic() {
    follower.catchUp();
    assertThat(control.rebuild()).isEmpty();
  }

  @Test
  void newestRebuildCounts() {
    read(
        command(ControlKind.REBUILD, "r1", Instant.ofEpochMilli(1_700_000_000_000L)),
        command(ControlKind.REBUILD, "r3", Instant.ofEpochMilli(1_700_000_000_002L)),
        command(ControlKind.REBUILD, "r2", Instant.ofEpochMilli(1_700_000_000_001L)));
    assertThat(control.rebuild()).isEqualTo("1700000000002-r3");
  }

  @Test
  void newestEndOfInputCounts() {
    assertThat(control.endOfInputMs()).isZero();
    read(
        command(ControlKind.END_OF_INPUT, "e2", Instant.ofEpochMilli(1_700_000_000_002L)),
        command(ControlKind.END_OF_INPUT, "e1", Instant.ofEpochMilli(1_700_000_000_001L)));
    assertThat(control.endOfInputMs()).isEqualTo(1_700_000_000_002L);
    assertThat(control.rebuild()).isEmpty();
  }

  /** Operators may write commands with any serializer of Confluent's. */
  @Test
  void commandWhoseSchemaIsInTheHeaderCounts() {
    byte[] wire = command(ControlKind.REBUILD, "r1");
    byte[] payload = Arrays.copyOfRange(wire, WireFormat.FRAME_BYTES, wire.length);
    kafka.write(
        TOPIC.name(),
        "REBUILD",
        payload,
        new RecordHeaders()
            .add(WireFormat.VALUE_SCHEMA_HEADER, Arrays.copyOf(wire, WireFormat.FRAME_BYTES)));
    follower.catchUp();

    assertThat(control.rebuild()).isEqualTo("0000000000000-r1");
  }

  @Test
  void otherKindsTombstonesAndNoCommandsAreSkipped() {
    read(
        command(ControlKind.REBUILD, "r1"),
        command(ControlKind.UNKNOWN, "x"),
        null,
        new byte[] {1, 2, 3});
    assertThat(control.rebuild()).isEqualTo("0000000000000-r1");
  }
}

package io.tidemark.kafka.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TopicPublisherTest {
  private static final Topic<ControlCommand> TOPIC =
      new Topic<>("control", ControlCommand.class, Map.of());
  private static final ControlCommand COMMAND =
      ControlCommand.newBuilder()
          .setKind(ControlKind.REBUILD)
          .setId("r1")
          .setRequestedAt(Instant.EPOCH)
          .build();

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  private static MockProducer<byte[], byte[]> kafka(boolean acknowledges) {
    return new MockProducer<>(
        acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TopicPublisher<ControlCommand> publisher(MockProducer<byte[], byte[]> kafka) {
    return new TopicPublisher<>(kafka, new AvroWriter(registry, true), TOPIC);
  }

  @Test
  void whatIsPublishedIsOnTheTopicUnderItsKey() {
    MockProducer<byte[], byte[]> kafka = kafka(true);
    try (TopicPublisher<ControlCommand> publisher = publisher(kafka)) {
      publisher.publish("REBUILD", COMMAND);
    }
    ProducerRecord<byte[], byte[]> record = kafka.history().get(0);
    assertThat(record.topic()).isEqualTo("control");
    assertThat(new String(record.key(), UTF_8)).isEqualTo("REBUILD");
    assertThat(AvroReader.specific(registry, ControlCommand.class).read(record.value()))
        .isEqualTo(COMMAND);
    assertThat(registry.latest("control-value").schema().getFullName())
        .isEqualTo(ControlCommand.getClassSchema().getFullName());
    assertThat(kafka.closed()).isTrue();
  }

  @Test
  void whatWasNotAcknowledgedIsAFailure() throws InterruptedException {
    MockProducer<byte[], byte[]> kafka = kafka(false);
    Thread broker =
        new Thread(
            () -> {
              while (!kafka.errorNext(new TopicAuthorizationException("control"))) {
                Thread.onSpinWait();
              }
            },
            "broker");
    broker.start();
    assertThatThrownBy(() -> publisher(kafka).publish("REBUILD", COMMAND))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("REBUILD")
        .hasMessageContaining("control");
    broker.join();
  }
}

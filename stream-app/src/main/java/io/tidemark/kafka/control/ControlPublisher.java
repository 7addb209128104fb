package io.tidemark.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.ControlCommand;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.wire.AvroWriter;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes commands to the control topic. Not thread-safe. */
public final class ControlPublisher implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AvroWriter writer;
  private final Topic topic;

  public ControlPublisher(Producer<byte[], byte[]> producer, AvroWriter writer, Topic topic) {
    this.producer = producer;
    this.writer = writer;
    this.topic = topic;
  }

  /** Publishes a command and waits until it is acknowledged. */
  public void publish(ControlCommand command) {
    byte[] key = command.getKind().name().getBytes(UTF_8);
    byte[] value = writer.write(topic.valueSubject(), command);
    try {
      producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot publish to topic " + topic.name() + ": " + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while publishing a command", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

package io.tidemark.kafka.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.kafka.Topics.Topic;
import io.tidemark.wire.AvroWriter;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes single records to a topic that instances follow. Not thread-safe.
 *
 * @param <T> class of the topic's values
 */
public final class TopicPublisher<T extends SpecificRecordBase> implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AvroWriter writer;
  private final Topic<T> topic;

  /**
   * A publisher.
   *
   * @param producer closed with the publisher
   */
  public TopicPublisher(Producer<byte[], byte[]> producer, AvroWriter writer, Topic<T> topic) {
    this.producer = producer;
    this.writer = writer;
    this.topic = topic;
  }

  /**
   * Publishes a record and waits until it is acknowledged.
   *
   * @throws IllegalStateException when it was not
   */
  public void publish(String key, T record) {
    byte[] value = writer.write(topic.valueSubject(), record);
    try {
      producer.send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot publish %s to topic %s: %s"
              .formatted(key, topic.name(), e.getCause().getMessage()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while publishing to " + topic.name(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

package io.tidemark.kafka.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.kafka.Topics.Topic;
import io.tidemark.monitoring.drift.BaselineProfile;
import io.tidemark.records.BaselineRecords;
import io.tidemark.wire.AvroWriter;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes baselines to their topic. Not thread-safe. */
public final class BaselinePublisher implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AvroWriter writer;
  private final Topic topic;

  public BaselinePublisher(Producer<byte[], byte[]> producer, AvroWriter writer, Topic topic) {
    this.producer = producer;
    this.writer = writer;
    this.topic = topic;
  }

  /**
   * Publishes a baseline and waits until it is acknowledged.
   *
   * @param source where its values came from, for humans
   */
  public void publish(BaselineProfile profile, String source) {
    byte[] key = BaselineRecords.key(profile.model(), profile.version()).getBytes(UTF_8);
    byte[] value = writer.write(topic.valueSubject(), BaselineRecords.record(profile, source));
    try {
      producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot publish the baseline to topic " + topic.name() + ": " + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while publishing a baseline", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

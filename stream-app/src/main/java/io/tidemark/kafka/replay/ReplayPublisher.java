package io.tidemark.kafka.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.replay.MappedRecord;
import io.tidemark.replay.RowException;
import io.tidemark.wire.AvroWriter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Publishes mapped rows to a topic. A record's Kafka timestamp is the time of publishing, never the
 * row's own: a topic drops what is older than its retention by that timestamp, and history would be
 * gone before anybody has read it. Not thread-safe.
 */
public final class ReplayPublisher implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AvroWriter writer;
  private final String topic;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong raw = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  public ReplayPublisher(Producer<byte[], byte[]> producer, AvroWriter writer, String topic) {
    this.producer = producer;
    this.writer = writer;
    this.topic = topic;
  }

  /**
   * Sends a record.
   *
   * @throws RowException when it is larger than the producer may send; others can be sent
   * @throws IllegalStateException when an earlier record could not be sent
   */
  public void publish(MappedRecord record) {
    byte[] key = record.key() == null ? null : record.key().getBytes(UTF_8);
    byte[] value = writer.write(topic + "-value", record.value());
    Future<RecordMetadata> sent = send(new ProducerRecord<>(topic, key, value), records);
    if (isTooLarge(sent)) {
      throw RowException.tooLarge(record, value.length);
    }
  }

  /** The producer says so at once, and has sent nothing. */
  private static boolean isTooLarge(Future<RecordMetadata> sent) {
    try {
      return sent.isDone() && sent.get() == null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof RecordTooLargeException;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Sends the content of a row that is no record as it is, for the service to quarantine.
   *
   * @throws IllegalStateException when it is too large, or an earlier record could not be sent
   */
  public void publishRaw(String content) {
    byte[] value = content.getBytes(UTF_8);
    if (isTooLarge(send(new ProducerRecord<>(topic, value), raw))) {
      throw new IllegalStateException(
          "Cannot send a row of %,d bytes as it is to topic %s: it is larger than max.request.size of the producer. Use --on-error SKIP."
              .formatted(value.length, topic));
    }
  }

  /** Waits until the fate of everything sent is known. */
  public void settle() {
    producer.flush();
  }

  /**
   * Says whether everything sent is there, as far as its fate is known.
   *
   * @throws IllegalStateException when a record could not be sent
   */
  public void failIfBroken() {
    if (failure.get() != null) {
      throw new IllegalStateException(
          "Cannot publish to topic " + topic + ": " + failure.get().getMessage(), failure.get());
    }
  }

  /** How many records are acknowledged, and so are on the topic. */
  public long acknowledged() {
    return records.get();
  }

  /** How many rows that are no records are acknowledged. */
  public long acknowledgedRaw() {
    return raw.get();
  }

  @Override
  public void close() {
    producer.close();
  }

  private Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, AtomicLong acknowledged) {
    failIfBroken();
    // a record that the producer refuses by itself is told in the thread that sends, the broker's
    // word comes in another
    Thread sender = Thread.currentThread();
    return producer.send(
        record,
        (metadata, error) -> {
          if (error == null) {
            acknowledged.incrementAndGet();
          } else if (Thread.currentThread() != sender
              || !(error instanceof RecordTooLargeException)) {
            failure.compareAndSet(null, error);
          }
        });
  }
}

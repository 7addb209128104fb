package io.tidemark.local;

import io.tidemark.demo.Corruption;
import io.tidemark.demo.Ledger;
import io.tidemark.demo.Message;
import io.tidemark.demo.Place;
import io.tidemark.demo.TrafficGenerator;
import io.tidemark.demo.TrafficPlan;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes messages when they are due and notes in a ledger what the broker acknowledged. Not
 * thread-safe.
 */
final class TrafficProducer implements AutoCloseable {

  private static final Map<String, Object> DURABLE =
      Map.of(
          ProducerConfig.ACKS_CONFIG, "all",
          ProducerConfig.LINGER_MS_CONFIG, 5,
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");

  private final Clock clock = Clock.systemUTC();
  private final KafkaProducer<byte[], byte[]> producer;
  private final AvroWriter writer;
  private final Ledger ledger;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  TrafficProducer(String bootstrapServers, SchemaRegistry registry, Ledger ledger) {
    Map<String, Object> settings = new HashMap<>(DURABLE);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.writer = new AvroWriter(registry, true);
    this.ledger = ledger;
  }

  /**
   * Registers the schemas of all channels: the service holds its definitions against them when it
   * starts, before there is traffic.
   */
  void registerSchemas() {
    TrafficPlan sample = new TrafficPlan(0, 0, Duration.ofMinutes(1), 10, 10, 10);
    new TrafficGenerator(sample)
        .forEachRemaining(message -> writer.write(message.channel().subject(), message.payload()));
  }

  /**
   * Publishes all messages, each at its time, and returns when the broker has acknowledged them.
   *
   * @param messages in order of {@link Message#sendAtMs()}
   * @param tick is told the time of each message just sent
   * @throws StackException when a record could not be published
   */
  void publish(Iterator<Message> messages, LongConsumer tick) {
    while (messages.hasNext()) {
      Message message = messages.next();
      awaitTime(message.sendAtMs());
      send(message);
      tick.accept(message.sendAtMs());
    }
    producer.flush();
    requireNoFailure();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(Message message) {
    requireNoFailure();
    byte[] good = writer.write(message.channel().subject(), message.payload());
    byte[] value = Corruption.apply(message.fault(), good);
    byte[] key = message.key().getBytes(StandardCharsets.UTF_8);
    // what becomes of it is told to the callback
    var unused =
        producer.send(
            new ProducerRecord<>(message.channel().topic(), key, value),
            (metadata, error) -> acknowledged(message, metadata, error));
  }

  private void acknowledged(Message message, RecordMetadata metadata, Exception error) {
    if (error == null) {
      ledger.published(
          message, new Place(metadata.topic(), metadata.partition(), metadata.offset()));
    } else {
      failure.compareAndSet(null, error);
    }
  }

  private void requireNoFailure() {
    Exception error = failure.get();
    if (error != null) {
      throw new StackException("Cannot publish traffic: " + error.getMessage(), error);
    }
  }

  private void awaitTime(long timeMs) {
    for (long left = timeMs - clock.millis(); left > 0; left = timeMs - clock.millis()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(left));
      if (Thread.currentThread().isInterrupted()) {
        throw new StackException("Interrupted while publishing traffic");
      }
    }
  }
}

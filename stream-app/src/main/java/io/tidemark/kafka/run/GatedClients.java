package io.tidemark.kafka.run;

import io.tidemark.kafka.gate.PolledConsumer;
import io.tidemark.kafka.gate.RegistryGate;
import io.tidemark.kafka.progress.PolledPositions;
import io.tidemark.monitoring.metrics.RunMetrics;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's own clients, with the gate in front of what tasks consume. Thread-safe. */
public final class GatedClients implements KafkaClientSupplier {
  private final RegistryGate gate;
  private final PolledPositions positions;
  private final RunMetrics metrics;
  private final FetchedTimes fetched = new FetchedTimes();

  /**
   * Clients of one process.
   *
   * @param positions told what tasks consume
   * @param metrics told how transactions end
   */
  public GatedClients(RegistryGate gate, PolledPositions positions, RunMetrics metrics) {
    this.gate = gate;
    this.positions = positions;
    this.metrics = metrics;
  }

  RunMetrics metrics() {
    return metrics;
  }

  FetchedTimes fetched() {
    return fetched;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new TimedProducer(config, metrics);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return PolledConsumer.of(
        gate.guard(consumer(config)),
        (consumer, polled) -> {
          positions.polled(consumer, polled);
          fetched.polled(polled);
          return polled;
        });
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

package io.tidemark.kafka.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.Baseline;
import io.tidemark.monitoring.drift.BaselineProfile;
import io.tidemark.monitoring.drift.Baselines;
import io.tidemark.records.BaselineRecords;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the baseline topic, so that every instance has every baseline.
 *
 * <p>{@link #catchUp} reads all of the topic before the first prediction is counted; {@link #run}
 * goes on from there. A record that is no baseline is skipped with a warning: the one in force
 * stays. A tombstone removes the baseline.
 */
public final class BaselineFeed implements Baselines, Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BaselineFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private final Consumer<byte[], byte[]> consumer;
  private final AvroReader<Baseline> reader;
  private final String topic;
  private final Map<String, BaselineProfile> byKey = new ConcurrentHashMap<>();
  private volatile boolean running = true;

  public BaselineFeed(
      Consumer<byte[], byte[]> consumer, AvroReader<Baseline> reader, String topic) {
    this.consumer = consumer;
    this.reader = reader;
    this.topic = topic;
  }

  @Override
  public Optional<BaselineProfile> of(String model, String version) {
    return Optional.ofNullable(byKey.get(BaselineRecords.key(model, version)));
  }

  /** Reads the topic up to its end at the time of the call. */
  public void catchUp() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll();
    }
    LOG.info("{} baselines: {}", byKey.size(), byKey.keySet());
  }

  @Override
  public void run() {
    try (consumer) {
      while (running) {
        poll();
      }
    } catch (WakeupException e) {
      LOG.debug("The baseline feed was asked to stop", e);
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
    batch.partitions().forEach(partition -> accept(partition, batch.records(partition)));
  }

  private void accept(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        accept(record);
      } catch (RegistryUnavailableException e) {
        LOG.warn("A baseline waits for the schema registry: {}", e.getMessage());
        consumer.seek(partition, record.offset());
        return;
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) {
        byKey.remove(new String(record.key(), UTF_8));
        return;
      }
      BaselineProfile profile = BaselineRecords.profile(reader.read(record.value()));
      String key = BaselineRecords.key(profile.model(), profile.version());
      byKey.put(key, profile);
      LOG.info("Baseline of {} with {} features", key, profile.features().size());
    } catch (DecodingException | IllegalArgumentException e) {
      LOG.warn(
          "Skipped {}-{}@{}: it is no baseline. {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }
}

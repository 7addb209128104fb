package io.tidemark.kafka.query;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.Surface;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.store.serve.CatalogFigures.Drift;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the drift topic, so that every instance knows the current drift of the features in the
 * catalogue, whichever instance evaluates it. Starts with the last hour. One thread runs it, any
 * may ask it.
 */
public final class DriftFeed implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriftFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAST = Duration.ofHours(1);

  /** Most series of one feature: model versions come and go. */
  private static final int MOST_SERIES = 64;

  private final Consumer<byte[], byte[]> consumer;
  private final AvroReader<DriftMetric> reader;
  private final String topic;
  private final Set<String> features;
  private final Clock wall;
  private final Map<String, Map<List<String>, Drift>> byFeature = new HashMap<>();
  private volatile boolean running = true;

  /**
   * A feed that has read nothing.
   *
   * @param features the names that are kept; every other series is skipped
   */
  public DriftFeed(
      Consumer<byte[], byte[]> consumer,
      AvroReader<DriftMetric> reader,
      String topic,
      Set<String> features,
      Clock wall) {
    this.consumer = consumer;
    this.reader = reader;
    this.topic = topic;
    this.features = Set.copyOf(features);
    this.wall = wall;
  }

  /** Current drift of a feature, one entry per model version and window; empty without any. */
  public synchronized List<Drift> of(String feature) {
    return List.copyOf(byFeature.getOrDefault(feature, Map.of()).values());
  }

  @Override
  public void run() {
    try (consumer) {
      assign();
      while (running) {
        poll();
      }
    } catch (WakeupException e) {
      LOG.debug("The drift feed was asked to stop", e);
    }
  }

  private void assign() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(p -> times.put(p, wall.millis() - PAST.toMillis()));
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
        consumer.offsetsForTimes(times).entrySet()) {
      if (found.getValue() != null) {
        consumer.seek(found.getKey(), found.getValue().offset());
      }
    }
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
    for (TopicPartition partition : batch.partitions()) {
      accept(partition, batch.records(partition));
    }
  }

  private void accept(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        accept(reader.read(record.value()));
      } catch (RegistryUnavailableException e) {
        LOG.warn("Drift waits for the schema registry: {}", e.getMessage());
        consumer.seek(partition, record.offset());
        return;
      } catch (DecodingException | IllegalArgumentException e) {
        LOG.warn("Skipped {}@{}: it is no drift. {}", partition, record.offset(), e.getMessage());
      }
    }
  }

  /** Takes in the newest word on a series; of all traffic alone, not of a segment. */
  synchronized void accept(DriftMetric metric) {
    boolean wanted =
        metric.getSurface() == Surface.FEATURE
            && metric.getSegment() == null
            && features.contains(metric.getFeature());
    if (wanted) {
      Map<List<String>, Drift> series =
          byFeature.computeIfAbsent(metric.getFeature(), name -> new LinkedHashMap<>());
      Drift drift = drift(metric);
      List<String> key = List.of(drift.model(), drift.version(), drift.window());
      // again at the end: the one that was heard of least recently leaves first
      series.remove(key);
      series.put(key, drift);
      if (series.size() > MOST_SERIES) {
        series.remove(new ArrayList<>(series.keySet()).get(0));
      }
    }
  }

  private static Drift drift(DriftMetric metric) {
    return new Drift(
        String.valueOf(metric.getModel()),
        String.valueOf(metric.getModelVersion()),
        metric.getWindow(),
        metric.getPsi() == null ? OptionalDouble.empty() : OptionalDouble.of(metric.getPsi()),
        metric.getStatus().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }
}

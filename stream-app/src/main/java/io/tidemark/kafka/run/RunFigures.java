package io.tidemark.kafka.run;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.tidemark.monitoring.metrics.RunMetrics;
import io.tidemark.monitoring.metrics.RunMetrics.Lag;
import io.tidemark.monitoring.metrics.RunMetrics.Partition;
import io.tidemark.monitoring.metrics.RunMetrics.StoreSize;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Reads every few seconds what Kafka Streams and its clients know of themselves, and reports what
 * an operator asks for. Of several tasks with one kind of store it gives the sum.
 */
public final class RunFigures implements Runnable, AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final LongFunction<StoreSize> MEMORY = bytes -> new StoreSize(0, bytes, 0, 0);

  /** By the names that Kafka Streams has for what RocksDB tells of itself. */
  private static final Map<String, LongFunction<StoreSize>> PARTS =
      Map.of(
          "total-sst-files-size",
          bytes -> new StoreSize(bytes, 0, 0, 0),
          "size-all-mem-tables",
          MEMORY,
          "block-cache-usage",
          MEMORY,
          "estimate-table-readers-mem",
          MEMORY,
          "estimate-pending-compaction-bytes",
          bytes -> new StoreSize(0, 0, bytes, 0),
          "background-errors",
          count -> new StoreSize(0, 0, 0, count));

  private final KafkaStreams streams;
  private final FetchedTimes fetched;
  private final RunMetrics metrics;
  private final Clock wall;
  private final CountDownLatch closed = new CountDownLatch(1);

  RunFigures(KafkaStreams streams, FetchedTimes fetched, RunMetrics metrics, Clock wall) {
    this.streams = streams;
    this.fetched = fetched;
    this.metrics = metrics;
    this.wall = wall;
  }

  @Override
  public void run() {
    try {
      do {
        read();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    Set<ThreadMetadata> threads = streams.metadataForLocalThreads();
    metrics.running(
        threads.stream()
            .collect(groupingBy(t -> t.threadState().toLowerCase(Locale.ROOT), counting())),
        Map.of(
            "active", threads.stream().mapToLong(t -> t.activeTasks().size()).sum(),
            "standby", threads.stream().mapToLong(t -> t.standbyTasks().size()).sum()));
    Map<Partition, Lag> lags = new HashMap<>();
    Map<String, StoreSize> stores = new HashMap<>();
    streams
        .metrics()
        .forEach(
            (name, metric) -> {
              readLag(name, metric, lags);
              readStore(name, metric, stores);
            });
    lags.keySet().removeAll(oldNames(lags.keySet()));
    metrics.lag(lags);
    metrics.stores(stores);
  }

  private void readLag(MetricName name, Metric metric, Map<Partition, Lag> lags) {
    boolean isOfTask =
        name.name().equals("records-lag")
            && !name.tags().getOrDefault("client-id", "").contains("restore-consumer");
    if (isOfTask && metric.metricValue() instanceof Double records && !records.isNaN()) {
      TopicPartition partition =
          new TopicPartition(
              name.tags().get("topic"), Integer.parseInt(name.tags().get("partition")));
      lag(partition, records.longValue(), lags);
    }
  }

  /**
   * The clients tell of a topic with dots in its name twice, the second time with underscores. No
   * topic is really called so beside it: brokers refuse it.
   */
  static Set<Partition> oldNames(Set<Partition> told) {
    return told.stream()
        .filter(each -> each.topic().contains("."))
        .map(each -> new Partition(each.topic().replace('.', '_'), each.partition()))
        .collect(toSet());
  }

  private void lag(TopicPartition partition, long records, Map<Partition, Lag> lags) {
    long newestMs = fetched.of(partition).orElse(Long.MAX_VALUE);
    long behindMs = records == 0 ? 0 : Math.max(0, wall.millis() - newestMs);
    lags.put(new Partition(partition.topic(), partition.partition()), new Lag(records, behindMs));
  }

  private static void readStore(MetricName name, Metric metric, Map<String, StoreSize> stores) {
    String store = name.tags().get("rocksdb-state-id");
    LongFunction<StoreSize> part = store == null ? null : PARTS.get(name.name());
    // RocksDB is asked when the value is: for these alone, not for all it could tell
    if (part != null && metric.metricValue() instanceof Number number) {
      stores.merge(store, part.apply(number.longValue()), StoreSize::and);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

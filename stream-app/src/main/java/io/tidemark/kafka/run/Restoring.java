package io.tidemark.kafka.run;

import io.tidemark.monitoring.metrics.RunMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** What is being restored from changelogs, and how much is left of it. Thread-safe. */
final class Restoring implements StateRestoreListener {
  private final Map<TopicPartition, Range> open = new ConcurrentHashMap<>();
  private final RunMetrics metrics;

  /** Offsets from the next one to be restored until the one after the last. */
  private record Range(long from, long end) {
    long left() {
      return Math.max(0, end - from);
    }
  }

  /** Nothing is restored yet, and that is shown. */
  Restoring(RunMetrics metrics) {
    this.metrics = metrics;
    metrics.restoring(open::size, () -> open.values().stream().mapToLong(Range::left).sum());
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long from, long end) {
    open.put(partition, new Range(from, end));
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long last, long records) {
    open.computeIfPresent(partition, (p, range) -> new Range(last + 1, range.end()));
    metrics.restored(records);
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long records) {
    open.remove(partition);
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long records) {
    open.remove(partition);
  }
}

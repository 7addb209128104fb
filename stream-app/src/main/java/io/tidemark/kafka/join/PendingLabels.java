package io.tidemark.kafka.join;

import io.tidemark.monitoring.metrics.TidemarkMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many predictions of one model wait for a label, summed over the tasks of this process.
 * Thread-safe.
 */
public final class PendingLabels {
  private final String model;
  private final TidemarkMetrics metrics;
  private final Map<String, Map<String, Long>> byTask = new ConcurrentHashMap<>();

  public PendingLabels(String model, TidemarkMetrics metrics) {
    this.model = model;
    this.metrics = metrics;
  }

  /** Takes over a task's counts by label. */
  void show(String taskId, Map<String, Long> pending) {
    byTask.put(taskId, Map.copyOf(pending));
    pending.keySet().forEach(this::report);
  }

  /** Forgets a task that went to another instance. */
  void hide(String taskId) {
    Map<String, Long> gone = byTask.remove(taskId);
    if (gone != null) {
      gone.keySet().forEach(this::report);
    }
  }

  private void report(String label) {
    long sum = byTask.values().stream().mapToLong(counts -> counts.getOrDefault(label, 0L)).sum();
    metrics.joinPending(model, label, sum);
  }
}

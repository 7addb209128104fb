package io.tidemark.task;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;

/**
 * Figures of each task of this process, reported as their sums. Thread-safe.
 *
 * @param <F> which figure
 */
public final class TaskSums<F> {
  private final Map<String, Map<F, Long>> byTask = new ConcurrentHashMap<>();
  private final ObjLongConsumer<F> report;

  /**
   * Creates sums without tasks.
   *
   * @param report told the sum of a figure whenever a task's may have changed
   */
  public TaskSums(ObjLongConsumer<F> report) {
    this.report = report;
  }

  /** Takes over a task's figures. */
  public void show(String taskId, Map<F, Long> figures) {
    byTask.put(taskId, Map.copyOf(figures));
    figures.keySet().forEach(this::reportSum);
  }

  /** Forgets a task that went to another instance. */
  public void hide(String taskId) {
    Map<F, Long> gone = byTask.remove(taskId);
    if (gone != null) {
      gone.keySet().forEach(this::reportSum);
    }
  }

  private void reportSum(F figure) {
    report.accept(
        figure, byTask.values().stream().mapToLong(of -> of.getOrDefault(figure, 0L)).sum());
  }
}

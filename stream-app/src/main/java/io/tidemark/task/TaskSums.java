package io.tidemark.task;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;

/** Figures of each task of this process by name, reported as their sums. Thread-safe. */
public final class TaskSums {
  private final Map<String, Map<String, Long>> byTask = new ConcurrentHashMap<>();
  private final ObjLongConsumer<String> report;

  /**
   * Creates sums without tasks.
   *
   * @param report told the sum of a figure whenever a task's may have changed
   */
  public TaskSums(ObjLongConsumer<String> report) {
    this.report = report;
  }

  /** Takes over a task's figures. */
  public void show(String taskId, Map<String, Long> figures) {
    byTask.put(taskId, Map.copyOf(figures));
    figures.keySet().forEach(this::reportSum);
  }

  /** Forgets a task that went to another instance. */
  public void hide(String taskId) {
    Map<String, Long> gone = byTask.remove(taskId);
    if (gone != null) {
      gone.keySet().forEach(this::reportSum);
    }
  }

  private void reportSum(String name) {
    report.accept(name, byTask.values().stream().mapToLong(of -> of.getOrDefault(name, 0L)).sum());
  }
}

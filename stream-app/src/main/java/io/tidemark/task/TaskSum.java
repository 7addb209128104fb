package io.tidemark.task;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** A figure of each task of this process, reported as their sum. Thread-safe. */
public final class TaskSum {
  private final Map<String, Long> byTask = new ConcurrentHashMap<>();
  private final LongConsumer report;

  /**
   * Creates a sum without tasks.
   *
   * @param report told the sum whenever a task's figure changes
   */
  public TaskSum(LongConsumer report) {
    this.report = report;
  }

  /** Takes over a task's figure. */
  public void show(String taskId, long value) {
    byTask.put(taskId, value);
    report.accept(sum());
  }

  /** Forgets a task that has nothing to say any more, or went to another instance. */
  public void hide(String taskId) {
    if (byTask.remove(taskId) != null) {
      report.accept(sum());
    }
  }

  private long sum() {
    return byTask.values().stream().mapToLong(Long::longValue).sum();
  }
}

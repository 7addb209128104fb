package io.tidemark.task;

import java.util.List;

/** Keys in the order in which they fall due, as a task stores them. Not thread-safe. */
public interface Timers {
  /**
   * A key and the instant it is due.
   *
   * @param dueMs milliseconds since the Unix epoch, not negative
   */
  record Due(long dueMs, String key) {}

  /** Adds a timer; the same one twice is one. */
  void add(long dueMs, String key);

  /** Removes a timer; one that is not there is ignored. */
  void remove(long dueMs, String key);

  /**
   * The next timers that are due at or before {@code nowMs}, at most {@code limit}, oldest first.
   * They stay until they are removed, but are not given out again unless they are added again, or
   * by another object over the same store: after a crash, say.
   */
  List<Due> next(long nowMs, int limit);
}

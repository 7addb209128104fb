package io.tidemark.feature;

import io.tidemark.feature.aggregate.Cell;
import io.tidemark.feature.aggregate.Cells;
import io.tidemark.feature.aggregate.Slot;
import java.util.Arrays;

/** The sessions of one entity after one gap, by ascending time, at the places {@code [0, size)}. */
final class SessionSeries {
  private static final int INITIAL_CAPACITY = 1;

  private final SessionPlan plan;
  private final Cells cells;
  private final Cell into = new Cell();
  private final Cell from = new Cell();
  private long[] starts = new long[INITIAL_CAPACITY];
  private long[] ends = new long[INITIAL_CAPACITY];
  private int size;

  SessionSeries(SessionPlan plan) {
    this.plan = plan;
    this.cells = new Cells(plan.layout(), INITIAL_CAPACITY);
  }

  int size() {
    return size;
  }

  /** Time of the session's first event. */
  long start(int at) {
    return starts[at];
  }

  /** Time of the session's last event. */
  long end(int at) {
    return ends[at];
  }

  Cells cells() {
    return cells;
  }

  /**
   * Place of the session that covers the events from {@code startMs} to {@code endMs}, opened when
   * there was none; sessions that they connect become one.
   */
  int open(long startMs, long endMs) {
    int at = 0;
    while (at < size && plan.overAtMs(ends[at]) <= startMs) {
      at++;
    }
    if (at == size || plan.overAtMs(endMs) <= starts[at]) {
      insert(at, startMs, endMs);
      return at;
    }
    starts[at] = Math.min(starts[at], startMs);
    ends[at] = Math.max(ends[at], endMs);
    while (at + 1 < size && starts[at + 1] < plan.overAtMs(ends[at])) {
      join(at);
    }
    return at;
  }

  private void insert(int at, long startMs, long endMs) {
    if (size == starts.length) {
      int capacity = size * 2;
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
      cells.grow(capacity);
    }
    System.arraycopy(starts, at, starts, at + 1, size - at);
    System.arraycopy(ends, at, ends, at + 1, size - at);
    cells.insert(at, size);
    starts[at] = startMs;
    ends[at] = endMs;
    size++;
  }

  /** Takes the next session into the one at {@code at}. */
  private void join(int at) {
    for (Slot slot : plan.layout().slots()) {
      slot.aggregation().merge(into.at(cells, at, slot), from.at(cells, at + 1, slot));
    }
    ends[at] = Math.max(ends[at], ends[at + 1]);
    remove(at + 1, at + 2);
  }

  private void remove(int first, int until) {
    System.arraycopy(starts, until, starts, first, size - until);
    System.arraycopy(ends, until, ends, first, size - until);
    cells.move(until, size, first);
    cells.clear(size - until + first, size);
    size -= until - first;
  }

  /** Whether a session can be appended: the others are over before it begins. */
  boolean canAppend(long startMs, long endMs) {
    return startMs <= endMs && (size == 0 || plan.overAtMs(ends[size - 1]) <= startMs);
  }

  /** Appends an empty session. */
  int append(long startMs, long endMs) {
    insert(size, startMs, endMs);
    return size - 1;
  }

  /** Forgets the sessions that no event that counts can belong to any more. */
  void prune(long nowMs) {
    int gone = 0;
    while (gone < size && plan.forgottenAtMs(ends[gone]) <= nowMs) {
      gone++;
    }
    if (gone > 0) {
      remove(0, gone);
    }
  }

  long heapBytes() {
    return 16L * starts.length + cells.heapBytes();
  }
}

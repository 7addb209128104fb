package io.tidemark.delivery;

import io.tidemark.store.WriteOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The share of the last minute's rows that the store refused as older than what it held. A few are
 * what a task leaves behind that was taken over; many mean that somebody else writes the same rows.
 * Thread-safe; cheap where rows are counted.
 */
final class StaleShare {
  private static final long WINDOW_MS = 60_000;
  private static final long STEP_MS = 1_000;

  /** Fewer tell nothing about who writes. */
  private static final long LEAST = 100;

  private static final int PERCENT = 10;

  private final LongAdder written = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final Deque<Counted> past = new ArrayDeque<>();

  private record Counted(long atMs, long written, long stale) {}

  void answered(WriteOutcome outcome) {
    written.increment();
    if (outcome == WriteOutcome.STALE) {
      stale.increment();
    }
  }

  /** What is wrong, if so many rows were refused; to be asked from time to time. */
  synchronized Optional<String> problem(long nowMs) {
    Counted now = new Counted(nowMs, written.sum(), stale.sum());
    while (past.size() > 1 && past.peek().atMs() <= nowMs - WINDOW_MS) {
      past.poll();
    }
    if (past.isEmpty() || nowMs - past.peekLast().atMs() >= STEP_MS) {
      past.add(now);
    }
    long refused = now.stale() - past.peek().stale();
    long all = now.written() - past.peek().written();
    return refused < LEAST || refused * 100 < all * PERCENT
        ? Optional.empty()
        : Optional.of(
            "%d of %d rows of the last minute were refused as old: another writer has newer ones"
                .formatted(refused, all));
  }
}

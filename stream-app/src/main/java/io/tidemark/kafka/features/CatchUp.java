package io.tidemark.kafka.features;

/**
 * Tells when a task that was taken over has read again what its last owner may have sent but not
 * committed. Rows sent before that could hold less than those in the store.
 *
 * <p>It has when it reads a record that is newer than the take-over, as timestamps say, or finds
 * nothing to read for a second. In a backlog that would take too long: there ten seconds must do,
 * which is several times what is read between two commits. Not thread-safe.
 */
final class CatchUp {
  static final long QUIET_MS = 1_000;
  private static final long LONGEST_MS = 10_000;

  private final long sinceMs;
  private long readMs;
  private boolean over;

  /**
   * Of a task that is being taken over.
   *
   * @param nowMs the wall clock
   * @param hadOwner whether there was one to take it over from
   */
  CatchUp(long nowMs, boolean hadOwner) {
    this.sinceMs = nowMs;
    this.readMs = nowMs;
    this.over = !hadOwner;
  }

  /** Takes note of a record with this timestamp. */
  void read(long timestampMs, long nowMs) {
    readMs = nowMs;
    over |= timestampMs > sinceMs;
  }

  boolean isOver() {
    return over;
  }

  /** The same, after a look at the wall clock. */
  boolean isOver(long nowMs) {
    over |= nowMs - readMs >= QUIET_MS || nowMs - sinceMs >= LONGEST_MS;
    return over;
  }
}

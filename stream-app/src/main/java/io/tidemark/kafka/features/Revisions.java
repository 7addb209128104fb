package io.tidemark.kafka.features;

/**
 * Numbers the rows a task writes, so that the store keeps the newest of an entity's.
 *
 * <p>A revision is the second in which the task was taken over, and how often it has sent since: 20
 * bits for that. Whoever takes a task over is in a later second than its last owner, whatever the
 * clocks say, so nothing that an owner writes who has not noticed yet overtakes what the next one
 * wrote. A revision stays behind the wall clock, so that an application that begins anew, without
 * the state that knows the last one, is ahead of it. Not thread-safe.
 */
final class Revisions {
  private static final int SENDS_BITS = 20;

  private final long takenOverSeconds;
  private long newest;

  /**
   * Of a task that is being taken over.
   *
   * @param nowMs the wall clock
   * @param lastSeconds {@link #takenOverSeconds} of the owner before; 0 for none
   */
  Revisions(long nowMs, long lastSeconds) {
    this.takenOverSeconds = Math.max(nowMs / 1_000, lastSeconds + 1);
    this.newest = takenOverSeconds << SENDS_BITS;
  }

  long takenOverSeconds() {
    return takenOverSeconds;
  }

  /** From here on rows are newer than every one before, also of an entity that was forgotten. */
  void advance() {
    newest++;
  }

  /** The revision of a row that follows one of another revision. */
  long after(long revision) {
    return Math.max(revision + 1, newest);
  }
}

package io.tidemark.join;

/**
 * What the join of one model says about an outcome that has no prediction here. Of each outcome
 * that is read it says first whether that is held; of one that is held, in the end, one of the
 * other two.
 *
 * @param outcome where it was read
 * @param kind what becomes of it
 */
public record Fate(ReadAt outcome, Kind kind) {

  /** What becomes of an outcome. */
  public enum Kind {
    /** It waits for its prediction. */
    HELD,
    /**
     * It does not wait, or no longer: its request is known here, it repeats one that waits, or too
     * many wait.
     */
    SETTLED,
    /** It waits no longer, and its prediction has not come. */
    ORPHANED
  }
}

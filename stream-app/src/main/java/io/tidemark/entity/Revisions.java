package io.tidemark.entity;

import io.tidemark.feature.EntityState;

/**
 * Numbers the rows a task writes by the input they hold, so that the store keeps the newest of an
 * entity's: a revision is how many contributions were applied to the entity, on top of a floor.
 *
 * <p>Rows are sent before the work they tell of is committed. Whoever takes the task over after a
 * crash begins at the last commit: an entity's revision goes back with its state, so the store
 * refuses its rows until what they lack was read again, in whatever order.
 *
 * <p>The floor puts rows of another {@link Lineage} ahead of all before. It is the second in which
 * the lineage began, with 20 bits to count in, and so behind the wall clock: a count does not leave
 * them unless an entity has a million contributions a second, for good. Of another lineage nothing
 * may be sent before it is committed; else its beginning could be lost, and begin again. Not
 * thread-safe.
 */
public final class Revisions {
  private static final int COUNT_BITS = 20;

  private final String definitions;
  private long floor;
  private boolean committed;

  /**
   * What counts of contributions can be compared in.
   *
   * @param floor no entity's revision is below it
   * @param definitions what decides which contributions there are, and what rows say
   */
  public record Lineage(long floor, String definitions) {
    /** Of a task that has no state. */
    static final Lineage NONE = new Lineage(0, "");
  }

  /**
   * Of a task that is being taken over.
   *
   * @param last the lineage of the owner before: it goes on while definitions stay the same
   * @param nowMs the wall clock
   */
  public Revisions(Lineage last, String definitions, long nowMs) {
    this.definitions = definitions;
    this.committed = definitions.equals(last.definitions());
    this.floor = committed ? last.floor() : Math.max(last.floor(), nowMs / 1_000 << COUNT_BITS);
  }

  /** Another contribution was applied. */
  public void applied(EntityState state) {
    state.revision(of(state) + 1);
  }

  /** The revision of a row that says what the state holds. */
  public long of(EntityState state) {
    return Math.max(state.revision(), floor);
  }

  /**
   * An entity may come again, and its rows then are newer than those before. The floor that sees to
   * it is to be committed before another row is sent.
   *
   * @param revision that of the entity
   */
  public void forget(long revision) {
    floor = Math.max(floor, revision);
  }

  /**
   * A revision that no row reaches which says something of the entity as it is now, though its
   * sender has read further than is committed: a second's worth of contributions ahead.
   */
  public long beyond(long revision) {
    return Math.max(revision, floor) + (1L << COUNT_BITS);
  }

  /**
   * The revision by which an entity is removed whose rows are another's to number.
   *
   * @param askedMs when it was asked for, milliseconds since the Unix epoch
   */
  public static long atTheLatest(long askedMs) {
    return (askedMs / 1_000 + 1) << COUNT_BITS;
  }

  /** What is to be committed. */
  public Lineage lineage() {
    return new Lineage(floor, definitions);
  }

  /** The lineage is part of the commit that follows, before anything else is done. */
  public void saved() {
    committed = true;
  }

  /** Whether rows may be sent. */
  public boolean isCommitted() {
    return committed;
  }
}

package io.tidemark.entity;

import io.tidemark.erasure.Cutoffs;
import io.tidemark.feature.EntityState;

/**
 * An entity's decoded state on the heap, and what of it is not yet sent or stored. Changed by
 * {@link Entities} and its parts alone, whose invariants are about these fields. Not thread-safe.
 */
public final class EntityEntry {
  /** No timer, or nothing that changes by itself. */
  public static final long NEVER = Long.MAX_VALUE;

  /** As if it had changed long ago. */
  static final long UNSENT = 0;

  /** No event since the row sent last. */
  public static final long NO_EVENT = Long.MIN_VALUE;

  private final String key;
  private final EntityState state;

  /** When to look at this entity, {@link #NEVER} for no timer. */
  long timerMs = NEVER;

  /** The timer that is stored for it: that of the last time it was stored. */
  long savedTimerMs = NEVER;

  /** When a value of the vector sent last changes by itself, or {@link #UNSENT}. */
  long validUntilMs = NEVER;

  /** From when on it counts. */
  Cutoffs cutoffs = Cutoffs.NONE;

  /** Newest event time applied since the vector sent last. */
  long newestEventMs = NO_EVENT;

  /** The trace of the newest event that had one, of those applied since the vector sent last. */
  private String trace = "";

  /** {@link VectorHash} of the vector sent last; {@link VectorHash#NONE} when none was. */
  long sentHash = VectorHash.NONE;

  /** Whether it holds a change of which the online store does not know. */
  boolean unsent;

  /** Whether it is in {@link UnsentEntities}, which may be longer. */
  boolean queued;

  /** Its place among those that gather changes there. */
  int gatheringAt = UnsentEntities.NOWHERE;

  /** Its place in {@link UnsavedEntities}. */
  int unsavedAt = UnsavedEntities.NOWHERE;

  /** Whether {@link EntityCache} was asked for it since it came or was spared. */
  boolean usedAgain;

  /** About how much of the heap it takes, as of the last time it was stored or read. */
  long bytes = EntityEntryCodec.NEW_BYTES;

  /** What {@link EntityCache} has counted of that. */
  long countedBytes;

  EntityEntry(String key, EntityState state) {
    this.key = key;
    this.state = state;
  }

  /** The entity's key. */
  public String key() {
    return key;
  }

  /** What is remembered of it. */
  public EntityState state() {
    return state;
  }

  /** Newest event time applied that is known, 0 for none. */
  long newestMs() {
    return Math.max(0, state.lastEventMs());
  }

  /** Whether anything is remembered of it. */
  boolean isKnown() {
    return state.revision() > 0;
  }

  /** Whether it holds a change of which the online store does not know. */
  public boolean isUnsent() {
    return unsent;
  }

  /** Newest event time applied since the vector sent last; {@link #NO_EVENT} for none. */
  public long newestEventMs() {
    return newestEventMs;
  }

  /** An event that belongs to a trace, or none where it is empty, changes the next vector. */
  void changedBy(String ofEvent) {
    if (!ofEvent.isEmpty()) {
      trace = ofEvent;
    }
  }

  /** A vector has told of every event applied until now. */
  void forgetNews() {
    newestEventMs = NO_EVENT;
    trace = "";
  }

  /**
   * The trace of the newest event that had one, of those applied since the vector sent last; empty
   * for none. Not stored: a vector that is sent again after a crash belongs to no trace.
   */
  public String trace() {
    return trace;
  }

  /** Whether the vector sent last had this hash. */
  public boolean hasSaid(long hash) {
    return hash == sentHash;
  }
}

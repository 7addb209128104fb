package io.tidemark.kafka.features;

import io.tidemark.delivery.RowDelivery;
import io.tidemark.feature.EntityState;

/** An entity's decoded state on the heap, and what of it is not yet sent or stored. */
final class EntityEntry {
  /** No timer, or nothing that changes by itself. */
  static final long NEVER = Long.MAX_VALUE;

  /** As if it had changed long ago. */
  static final long UNSENT = 0;

  /** No event since the row sent last. */
  static final long NO_EVENT = RowDelivery.NO_EVENT;

  final String key;
  final EntityState state;

  /** When to look at this entity, {@link #NEVER} for no timer. */
  long timerMs = NEVER;

  /** The row the due index holds for it: the timer of the last time it was stored. */
  long savedTimerMs = NEVER;

  /** When a value of the vector sent last changes by itself, or {@link #UNSENT}. */
  long validUntilMs = NEVER;

  /** Newest event time applied since the vector sent last. */
  long newestEventMs = NO_EVENT;

  /** {@link VectorHash} of the vector sent last; {@link VectorHash#NONE} when none was. */
  long sentHash = VectorHash.NONE;

  /** Whether it holds a change of which the store does not know. */
  boolean unsent;

  /** Whether it is in {@link UnsentEntities}, which may be longer. */
  boolean queued;

  /** Its place among those that gather changes there. */
  int gatheringAt = UnsentEntities.NOWHERE;

  /** Its place in {@link UnsavedEntities}. */
  int unsavedAt = UnsavedEntities.NOWHERE;

  /** Whether {@link EntityCache} was asked for it since it came or was passed over. */
  boolean usedAgain;

  /** About how much of the heap it takes, as of the last time it was stored or read. */
  long bytes = EntityEntryCodec.NEW_BYTES;

  /** What {@link EntityCache} has counted of that. */
  long countedBytes;

  EntityEntry(String key, EntityState state) {
    this.key = key;
    this.state = state;
  }

  void applied(long eventTimeMs) {
    newestEventMs = Math.max(newestEventMs, eventTimeMs);
  }
}

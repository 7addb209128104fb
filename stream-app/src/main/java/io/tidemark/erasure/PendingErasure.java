package io.tidemark.erasure;

/**
 * An erasure that is done in the state and that the online store has not acknowledged.
 *
 * @param id identity of the request
 * @param key the entity's key
 * @param revision behind that of every row of the entity that may be under way
 * @param found whether anything was known of the entity
 * @param part which task of those that may hold the entity this is, from 0 on
 * @param parts how many tasks there are that may
 * @param askedMs when it was asked for, milliseconds since the Unix epoch
 */
public record PendingErasure(
    String id, String key, long revision, boolean found, int part, int parts, long askedMs) {
  /** Whether this task alone holds what there is of the entity. */
  public boolean isOwn() {
    return found || parts == 1;
  }
}

package io.tidemark.validation;

/**
 * The ids of recent events.
 *
 * <p>An id is remembered for the de-duplication window on either side of its event's time, both
 * ends included: an event within the window of another with its id is a repeat, in whatever order
 * they come. An event older than the window before the newest cannot be told from a new one and
 * counts as such; it is not remembered.
 */
@FunctionalInterface
public interface SeenIds {
  /**
   * Remembers an id.
   *
   * @param id the event's id
   * @param eventTimeMs the event's time, milliseconds since the Unix epoch
   * @return whether the id is not among those remembered
   */
  boolean firstTime(String id, long eventTimeMs);
}

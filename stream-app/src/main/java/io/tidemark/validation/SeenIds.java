package io.tidemark.validation;

/** The ids of recent events. */
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

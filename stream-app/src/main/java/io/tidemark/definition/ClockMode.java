package io.tidemark.definition;

/** What makes windows slide. */
public enum ClockMode {
  /** The wall clock, which no record moves: for live traffic. */
  WALL,
  /**
   * Stream time alone: for history, so that a year replayed in a minute gives the year's values.
   */
  STREAM
}

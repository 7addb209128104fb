package io.tidemark.feature;

/** What became of an event. */
public enum Applied {
  /** At least one window, or the lifetime of a group without windows, took it. */
  APPLIED,
  /** It is older than every window of its group; lifetime aggregates took it all the same. */
  LATE
}

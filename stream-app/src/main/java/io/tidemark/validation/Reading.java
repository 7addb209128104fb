package io.tidemark.validation;

/**
 * A record taken as an input of the join, or refused.
 *
 * @param <T> the input
 */
public sealed interface Reading<T> {
  /** The record is a proper input. */
  record Accepted<T>(T value) implements Reading<T> {}

  /** The record goes to quarantine. */
  record Refused<T>(Verdict.Quarantined verdict) implements Reading<T> {}
}

package io.tidemark.validation;

import java.util.function.Function;

/**
 * A record taken as an input of the join, or refused.
 *
 * @param <T> the input
 */
public sealed interface Reading<T> {
  /** The record is a proper input. */
  record Accepted<T>(T value) implements Reading<T> {
    @Override
    public <R> Reading<R> map(Function<T, R> change) {
      return new Accepted<>(change.apply(value));
    }
  }

  /** The record goes to quarantine. */
  record Refused<T>(Verdict.Quarantined verdict) implements Reading<T> {
    @Override
    public <R> Reading<R> map(Function<T, R> change) {
      return new Refused<>(verdict);
    }
  }

  /** The same with another form of the input. */
  <R> Reading<R> map(Function<T, R> change);
}

package io.tidemark.validation;

import java.util.Optional;
import java.util.function.Function;

/**
 * A record taken as an input of the join, or quarantined, or both.
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

  /** It is an input, and goes to quarantine as well: something of it could not be told. */
  record Doubted<T>(T value, Verdict.Quarantined verdict) implements Reading<T> {
    @Override
    public <R> Reading<R> map(Function<T, R> change) {
      return new Doubted<>(change.apply(value), verdict);
    }
  }

  /** The record goes to quarantine. */
  record Refused<T>(Verdict.Quarantined verdict) implements Reading<T> {
    @Override
    public <R> Reading<R> map(Function<T, R> change) {
      return new Refused<>(verdict);
    }
  }

  /** The input; empty where it is refused. */
  default Optional<T> input() {
    if (this instanceof Accepted<T> accepted) {
      return Optional.of(accepted.value());
    }
    return this instanceof Doubted<T> doubted ? Optional.of(doubted.value()) : Optional.empty();
  }

  /** What comes of the input, where it is a proper one. */
  default <R> Reading<R> then(Function<T, Reading<R>> next) {
    return this instanceof Accepted<T> accepted
        ? next.apply(accepted.value())
        : new Refused<>(verdict());
  }

  /** Why it goes to quarantine; null where it does not. */
  private Verdict.Quarantined verdict() {
    return this instanceof Refused<T> refused
        ? refused.verdict()
        : this instanceof Doubted<T> doubted ? doubted.verdict() : null;
  }

  /** The same with another form of the input. */
  <R> Reading<R> map(Function<T, R> change);
}

package io.tidemark.testkit;

import java.time.Instant;
import java.util.Optional;

/**
 * One feature of one entity at one instant. Immutable.
 *
 * @param name {@code group.feature_window}, as in Redis
 * @param value {@link Long}, finite {@link Double}, {@link String}, {@link Boolean}, a list of
 *     these for features that are lists; {@code null} where it is absent
 * @param status whether there is a value, and whether its window is covered
 * @param asOf the instant the value is right for; empty for an entity without events
 * @param validUntil the first instant at which a value of the entity, not only this one, changes if
 *     nothing arrives; empty when nothing ever will
 */
public record FeatureReading(
    String name,
    Object value,
    Status status,
    Optional<Instant> asOf,
    Optional<Instant> validUntil) {

  /** What a value is worth. */
  public enum Status {
    /** There is a value and its window is covered by observed time. */
    PRESENT,
    /** There is no value. */
    ABSENT,
    /** The window is not yet covered since its group began; there may be a value or none. */
    WARMING
  }

  /** Whether there is no value, warming or not. */
  public boolean isAbsent() {
    return value == null;
  }

  static FeatureReading ofNothing(String name) {
    return new FeatureReading(name, null, Status.ABSENT, Optional.empty(), Optional.empty());
  }
}

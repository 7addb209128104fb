package io.tidemark.definition;

import java.time.Duration;

/**
 * What time it is for windows.
 *
 * @param clock what makes windows slide
 * @param maxStep how far one record moves stream time; {@code null} for the larger of an hour and a
 *     hundred times the usual step
 * @param quorum how many others confirm a record that is further ahead; at least 1
 */
public record WindowTime(ClockMode clock, Duration maxStep, int quorum) {
  /** How many confirm a record where nothing is declared. */
  public static final int QUORUM = 3;

  /** A clock with the usual bounds. */
  public static WindowTime of(ClockMode clock) {
    return new WindowTime(clock, null, QUORUM);
  }
}

package io.tidemark.demo;

import java.time.Duration;

/**
 * What to generate.
 *
 * @param seed everything drawn depends on it and on nothing else
 * @param startMs time of the first record, milliseconds since the Unix epoch
 * @param length how long users act; outcomes of the last decisions come up to 15 s later
 * @param eventsPerSecond mean rate of user events, above 0
 * @param predictionsPerSecond mean rate of decisions, above 0
 * @param users how many there are; the busiest acts most, by Zipf's law
 */
public record TrafficPlan(
    long seed,
    long startMs,
    Duration length,
    double eventsPerSecond,
    double predictionsPerSecond,
    int users) {

  /** Share of records that must be quarantined. */
  public static final double BAD_SHARE = 0.03;

  /** Share of good records that are sent twice. */
  public static final double DUPLICATE_SHARE = 0.02;

  /** Share of user events that are sent up to {@link #LATENESS} after they happened. */
  public static final double LATE_SHARE = 0.05;

  /** How late a late user event is at most. */
  public static final Duration LATENESS = Duration.ofSeconds(5);

  public TrafficPlan {
    require(length.toMillis() > 0, "length", length, "must be above 0");
    require(eventsPerSecond > 0, "events per second", eventsPerSecond, "must be above 0");
    require(
        predictionsPerSecond > 0,
        "predictions per second",
        predictionsPerSecond,
        "must be above 0");
    require(users > 0, "users", users, "must be above 0");
  }

  /** The instant from which features are drawn from another distribution: half-way. */
  public long driftMs() {
    return startMs + length.toMillis() / 2;
  }

  /** The end of user events and decisions, exclusive. */
  public long endMs() {
    return startMs + length.toMillis();
  }

  private static void require(boolean holds, String what, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("Invalid " + what + " " + value + ": " + rule + ".");
    }
  }
}

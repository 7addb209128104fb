package io.tidemark.join;

import io.tidemark.definition.ClockMode;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The instant at which a join task closes windows: never before it has read what was there in time.
 *
 * <p>In {@link ClockMode#WALL} it is the time up to which both inputs are known to have been read,
 * {@link #readThrough}: the wall clock, less the fraction of a second that takes to learn, while
 * the task keeps up. So a service that was away for an hour reads the hour's outcomes before it
 * closes the hour's labels, and no record can move the clock or hold it back.
 *
 * <p>In {@link ClockMode#STREAM} it is the stream time of predictions, held back to that of
 * outcomes of every topic, because history may be read faster on one side than on the other.
 * Outcomes alone never move it: those of a week may be read before the first prediction, and wait
 * for theirs. Once everything is read that came in the {@link #IDLE} after the last outcome, they
 * hold nothing back. The last labels of a history have nothing after them that could close them:
 * they are closed, each at its own time, once everything is read that came until its end was
 * declared and nothing came later.
 *
 * <p>Never goes back. Not thread-safe.
 */
public final class JoinClock {
  public static final Duration IDLE = Duration.ofSeconds(5);
  private final ClockMode mode;
  private final Clock wall;
  private long throughMs;
  private final Map<String, Heard> outcomes = new HashMap<>();
  private long newestPredictionMs;
  private long nowMs;
  private long newestArrivalMs;

  /** A clock of a join whose outcomes are in one topic. */
  public JoinClock(ClockMode mode, Clock wall) {
    this(mode, wall, Set.of(""));
  }

  /**
   * @param outcomeTopics where outcomes come from
   */
  public JoinClock(ClockMode mode, Clock wall, Set<String> outcomeTopics) {
    this.mode = mode;
    this.wall = wall;
    outcomeTopics.forEach(topic -> outcomes.put(topic, new Heard(wall.millis())));
  }

  /** Outcomes of one topic: when one was read, and how far its stream time was. */
  private static final class Heard {
    private long atMs;
    private long newestMs;

    Heard(long atMs) {
      this.atMs = atMs;
    }
  }

  /**
   * Both inputs have been read as far as they reached at this instant of the wall clock,
   * milliseconds since the Unix epoch.
   */
  public void readThrough(long wallMs) {
    throughMs = Math.max(throughMs, wallMs);
  }

  /** A prediction was read when stream time was this, in its partition of the input. */
  public void predicted(long streamMs) {
    newestPredictionMs = Math.max(newestPredictionMs, streamMs);
  }

  /** An outcome of the one topic was read. */
  public void happened(long streamMs) {
    happened("", streamMs);
  }

  /** An outcome was read when stream time was this, in its partition of the input. */
  public void happened(String topic, long streamMs) {
    Heard heard = outcomes.computeIfAbsent(topic, name -> new Heard(0));
    heard.newestMs = Math.max(heard.newestMs, streamMs);
    heard.atMs = wall.millis();
  }

  /**
   * A record came at this instant of the wall clock, milliseconds since the Unix epoch. Only a
   * history ends: under the wall clock nothing is to be remembered of it.
   */
  public void arrived(long wallMs) {
    if (mode == ClockMode.STREAM) {
      newestArrivalMs = Math.max(newestArrivalMs, wallMs);
    }
  }

  /** When the newest record came; 0 before the first. */
  public long newestArrivalMs() {
    return newestArrivalMs;
  }

  /**
   * Whether a history is at its end: everything is read that came until then, and nothing later.
   *
   * @param endMs when the end was declared, milliseconds since the Unix epoch; 0 where it was not
   */
  public boolean isOver(long endMs) {
    return mode == ClockMode.STREAM && endMs > 0 && throughMs >= endMs && newestArrivalMs <= endMs;
  }

  /** Milliseconds since the Unix epoch; 0 while nothing is known. */
  public long nowMs() {
    nowMs = Math.max(nowMs, mode == ClockMode.WALL ? throughMs : watermark());
    return nowMs;
  }

  /**
   * When a record that is read now came, as this clock measures it.
   *
   * @param arrivedMs when it came by the wall clock, milliseconds since the Unix epoch
   */
  public Moment of(long arrivedMs) {
    long now = nowMs();
    return new Moment(mode == ClockMode.WALL ? arrivedMs : now, now);
  }

  private long watermark() {
    long watermarkMs = newestPredictionMs;
    for (Heard topic : outcomes.values()) {
      boolean idle = throughMs - topic.atMs >= IDLE.toMillis();
      watermarkMs = idle ? watermarkMs : Math.min(watermarkMs, topic.newestMs);
    }
    return watermarkMs;
  }
}

package io.tidemark.join;

import io.tidemark.definition.ClockMode;
import java.time.Clock;
import java.time.Duration;

/**
 * The instant at which a join task closes windows: never before it has read what was there in time.
 *
 * <p>In {@link ClockMode#WALL} it is the wall clock, held back while records come in that were
 * written earlier: to the newest record of the side that is further behind. So a service that was
 * away for an hour reads the hour's outcomes before it closes the hour's labels.
 *
 * <p>In {@link ClockMode#STREAM} it is the time of the newest prediction, held back to that of the
 * newest outcome, because history may be read faster on one side than on the other. Outcomes alone
 * never move it: those of a week may be read before the first prediction, and wait for theirs.
 *
 * <p>A side that has sent nothing for {@link #IDLE} of wall time holds nothing back; after a start
 * both sides are given that long. Never goes back. Not thread-safe.
 */
public final class JoinClock {
  public static final Duration IDLE = Duration.ofSeconds(5);
  private final ClockMode mode;
  private final Clock wall;
  private final Side predictions;
  private final Side outcomes;
  private long nowMs;

  public JoinClock(ClockMode mode, Clock wall) {
    this.mode = mode;
    this.wall = wall;
    this.predictions = new Side(wall.millis());
    this.outcomes = new Side(wall.millis());
  }

  /** One input of the join. */
  private static final class Side {
    private long newestEventMs = Long.MIN_VALUE;
    private long newestRecordMs = Long.MIN_VALUE;
    private long heardMs;

    Side(long heardMs) {
      this.heardMs = heardMs;
    }

    void heard(Times times, long wallMs) {
      newestEventMs = Math.max(newestEventMs, times.eventMs());
      newestRecordMs = Math.max(newestRecordMs, times.recordMs());
      heardMs = wallMs;
    }

    boolean idle(long wallMs) {
      return wallMs - heardMs >= IDLE.toMillis();
    }

    long recordLimitMs(long wallMs) {
      return idle(wallMs) ? wallMs : newestRecordMs;
    }
  }

  /**
   * Times of a record, milliseconds since the Unix epoch.
   *
   * @param eventMs when it happened
   * @param recordMs when it was written, as Kafka has it
   */
  public record Times(long eventMs, long recordMs) {}

  public void predicted(Times times) {
    predictions.heard(times, wall.millis());
  }

  public void happened(Times times) {
    outcomes.heard(times, wall.millis());
  }

  /** Milliseconds since the Unix epoch; 0 while nothing is known. */
  public long nowMs() {
    long wallMs = wall.millis();
    nowMs = Math.max(nowMs, mode == ClockMode.WALL ? held(wallMs) : watermark(wallMs));
    return nowMs;
  }

  private long held(long wallMs) {
    long limitMs = Math.min(predictions.recordLimitMs(wallMs), outcomes.recordLimitMs(wallMs));
    return Math.min(wallMs, limitMs);
  }

  private long watermark(long wallMs) {
    return outcomes.idle(wallMs)
        ? predictions.newestEventMs
        : Math.min(predictions.newestEventMs, outcomes.newestEventMs);
  }
}

package io.tidemark.monitoring.labels;

/**
 * A time in which the outcomes of a label did not come.
 *
 * @param fromMs end of the last step in which enough came, milliseconds since the Unix epoch
 * @param noticedMs end of the step in which that was beyond chance
 * @param untilMs start of the step from which on they came again; {@link #GOES_ON} while it lasts
 * @param expected how many were to be expected in it, by the predictions that waited
 * @param came how many came
 */
public record Outage(long fromMs, long noticedMs, long untilMs, double expected, double came) {
  /** In the place of an end that there is not. */
  public static final long GOES_ON = Long.MAX_VALUE;

  /** Whether it lasts. */
  public boolean isOpen() {
    return untilMs == GOES_ON;
  }

  Outage with(double moreExpected, double moreCame) {
    return new Outage(fromMs, noticedMs, untilMs, expected + moreExpected, came + moreCame);
  }

  Outage until(long endMs) {
    return new Outage(fromMs, noticedMs, Math.max(fromMs, endMs), expected, came);
  }
}

package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import java.util.Optional;

/**
 * A minute of a model version, over the bins of one baseline.
 *
 * @param startMs start of the minute, milliseconds since the Unix epoch
 * @param model the model's name
 * @param version its version
 * @param binning hash of the baseline; {@link Baselines#NONE} without one
 */
public record MinuteKey(long startMs, String model, String version, String binning) {
  private static final String SEPARATOR = "\u001f";

  /** The minute of an event. */
  public static MinuteKey of(
      long eventTimeMs, String model, String version, Optional<BaselineProfile> baseline) {
    return new MinuteKey(
        RollingTiles.tileStartMs(eventTimeMs),
        model,
        version,
        baseline.map(BaselineProfile::hash).orElse(Baselines.NONE));
  }

  /** A text that {@link #parse} reads. */
  public String text() {
    return String.join(SEPARATOR, Long.toString(startMs), model, version, binning);
  }

  /** What {@link #text} wrote. The version, which producers choose, may hold any character. */
  public static MinuteKey parse(String text) {
    int time = text.indexOf(SEPARATOR);
    int model = text.indexOf(SEPARATOR, time + 1);
    int version = text.lastIndexOf(SEPARATOR);
    return new MinuteKey(
        Long.parseLong(text.substring(0, time)),
        text.substring(time + 1, model),
        text.substring(model + 1, version),
        text.substring(version + 1));
  }
}

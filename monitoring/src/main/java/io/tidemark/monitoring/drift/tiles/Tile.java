package io.tidemark.monitoring.drift.tiles;

/**
 * A span of event time that counts are kept for: a minute, or an hour on the hour.
 *
 * @param start its first minute, whole minutes since the Unix epoch
 * @param minutes how long it is: {@value #MINUTE} or {@value #HOUR}
 */
public record Tile(long start, int minutes) {
  /** Length of a minute's tile. */
  public static final int MINUTE = 1;

  /** Length of an hour's tile, in minutes. */
  public static final int HOUR = 60;

  public Tile {
    if (minutes != MINUTE && minutes != HOUR || start % minutes != 0) {
      throw new IllegalArgumentException(
          "Invalid tile of %d minutes at minute %d: must be a minute, or an hour on the hour"
              .formatted(minutes, start));
    }
  }

  static Tile minute(long minute) {
    return new Tile(minute, MINUTE);
  }

  static Tile hourOf(long minute) {
    return new Tile(hourStart(minute), HOUR);
  }

  static long hourStart(long minute) {
    return Math.floorDiv(minute, HOUR) * HOUR;
  }

  /** The first minute behind it. */
  long end() {
    return start + minutes;
  }

  boolean isHour() {
    return minutes == HOUR;
  }
}

package io.tidemark.app.settings;

import java.time.Duration;

/** What this instance keeps of drift, quality and alarms to answer about the past. */
public final class HistorySetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<Duration> KEEP =
      SETTINGS.duration(
          "history.keep",
          "168h",
          Duration.ofHours(1),
          Duration.ofDays(3_650),
          "age from which drift, quality and alarms of the past may go from the disk of an instance;"
              + " at its first start it reads as much from the topics");
  public static final Setting<Integer> MEGABYTES =
      SETTINGS.count(
          "history.megabytes",
          1_024,
          16,
          1_000_000,
          "disk for them, in 2^20 bytes; the oldest go first");

  private HistorySetting() {}
}

package io.tidemark.app.settings;

import java.time.Duration;

/** How quality is measured from labels. */
public final class QualitySetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<Duration> INTERVAL =
      SETTINGS.duration(
          "quality.interval",
          "1m",
          Duration.ofMillis(100),
          Duration.ofMinutes(10),
          "time between records about a cohort whose labels change");

  private QualitySetting() {}
}

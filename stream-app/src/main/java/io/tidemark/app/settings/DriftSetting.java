package io.tidemark.app.settings;

import java.time.Duration;

/** How drift is measured. */
public final class DriftSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<Duration> INTERVAL =
      SETTINGS.duration(
          "drift.interval",
          "5s",
          Duration.ofMillis(100),
          Duration.ofMinutes(10),
          "time between drift evaluations");

  private DriftSetting() {}
}

package io.tidemark.app.settings;

import java.time.Duration;

/** How a process starts. */
public final class StartSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<Duration> PATIENCE =
      SETTINGS.duration(
          "start.patience",
          "10s",
          Duration.ZERO,
          Duration.ofHours(1),
          "how long a start waits for Kafka, the registry and Redis before it gives up; longer where"
              + " all of them come up together");

  private StartSetting() {}
}

package io.tidemark.app.settings;

import java.time.Duration;
import java.util.List;

/** How features are computed. */
public final class FeatureSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<Duration> FLUSH_INTERVAL =
      SETTINGS.duration(
          "features.flush.interval",
          "50ms",
          Duration.ofMillis(5),
          Duration.ofSeconds(10),
          "how long changes of an entity are gathered into one row; where records are older than"
              + " four times that when they are read, for as long as they are old, up to a commit"
              + " interval");
  public static final Setting<Boolean> TO_TOPIC =
      SETTINGS.flag(
          "features.topic",
          false,
          "also write every vector that is sent to the topic tidemark.features, compacted by entity");
  public static final Setting<Integer> HEAP_ENTITIES =
      SETTINGS.count(
          "features.heap.entities",
          1_000_000,
          100,
          10_000_000,
          "most decoded entities kept on the heap per task; fewer where all tasks' would take more"
              + " than 15 % of it; the others are on disk");
  public static final Setting<List<String>> PIN =
      SETTINGS.list(
          "features.pin",
          "group versions such as `activity@1`, separated by commas; or empty",
          "versions of feature groups served whatever has caught up: pin the old one to roll back",
          "[A-Za-z][A-Za-z0-9_]*@[1-9][0-9]*");

  private FeatureSetting() {}
}

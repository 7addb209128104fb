package io.tidemark.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How the topology runs. */
public final class StreamsSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<Path> STATE_DIR =
      SETTINGS.folder("state.dir", "state", "where state stores are kept between runs");
  public static final Setting<Integer> THREADS =
      SETTINGS.count("streams.threads", 2, 1, 256, "stream threads of this process");
  public static final Setting<String> GUARANTEE =
      SETTINGS.choice(
          "streams.guarantee",
          List.of("exactly_once_v2", "at_least_once"),
          "what Kafka-to-Kafka processing promises");
  public static final Setting<Duration> COMMIT_INTERVAL =
      SETTINGS.duration(
          "streams.commit.interval",
          "2s",
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          "longest time between commits: what is written to topics becomes visible then; labels and"
              + " drift within 200ms while input is read as it comes; rows in Redis do not wait for it");
  public static final Setting<Integer> STANDBYS =
      SETTINGS.count("streams.standbys", 0, 0, 8, "copies of each state store on other instances");

  private StreamsSetting() {}
}

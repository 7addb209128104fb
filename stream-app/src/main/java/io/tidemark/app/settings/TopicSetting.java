package io.tidemark.app.settings;

import java.time.Duration;
import java.util.List;

/** What topics of ours look like, and which are created. */
public final class TopicSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<String> PREFIX =
      SETTINGS.text("topics.prefix", "tidemark.", "first part of the name of every topic of ours");
  public static final Setting<String> CREATE =
      SETTINGS.choice(
          "topics.create",
          List.of("own", "all", "none"),
          "which missing topics are created: ours, the inputs too, or none");
  public static final Setting<Integer> PARTITIONS =
      SETTINGS.count("topics.partitions", 4, 1, 10_000, "partitions of a topic created");
  public static final Setting<Integer> REPLICATION =
      SETTINGS.count(
          "topics.replication",
          -1,
          -1,
          32,
          "replicas of a topic created; -1: the broker's default");

  public static final Setting<Duration> LABELLED_RETENTION =
      SETTINGS.duration(
          "topics.labelled.retention",
          "8760h",
          Duration.ofHours(1),
          Duration.ofDays(3_650),
          "how long a labelled example stays on its topic after it was written, when it is created");

  public static final Setting<Duration> QUARANTINE_RETENTION =
      SETTINGS.duration(
          "topics.quarantine.retention",
          "720h",
          Duration.ofHours(1),
          Duration.ofDays(3_650),
          "how long a record stays in quarantine after it came there, when the topic is created");

  private TopicSetting() {}
}

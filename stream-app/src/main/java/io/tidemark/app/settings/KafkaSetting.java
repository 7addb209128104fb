package io.tidemark.app.settings;

/** How Kafka is reached, and under which name. */
public final class KafkaSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<String> APPLICATION_ID =
      SETTINGS.text(
          "application.id", "tidemark", "consumer group and prefix of internal topics and state");
  public static final Setting<String> SERVERS =
      SETTINGS.text("kafka.bootstrap.servers", "localhost:9092", "the Kafka cluster");

  private KafkaSetting() {}
}

package io.tidemark.app.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings of a process: what each means and what was chosen.
 *
 * <p>A key that is not declared here is passed on to the library it is for, when it starts with one
 * of {@link #PASSED_ON}; every other key is a mistake. {@link #toString} shows keys, never values,
 * since some of them are secrets. Immutable.
 */
public final class Settings {
  /** Every setting, area by area, in the order of the documentation. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              StartSetting.SETTINGS,
              KafkaSetting.SETTINGS,
              RegistrySetting.SETTINGS,
              RedisSetting.SETTINGS,
              HttpSetting.SETTINGS,
              ServeSetting.SETTINGS,
              StreamsSetting.SETTINGS,
              FeatureSetting.SETTINGS,
              DriftSetting.SETTINGS,
              QualitySetting.SETTINGS,
              HistorySetting.SETTINGS,
              TopicSetting.SETTINGS)
          .<Setting<?>>flatMap(group -> group.settings().stream())
          .toList();

  /** First parts of keys that belong to a library: Kafka's clients and the registry's client. */
  public static final List<String> PASSED_ON =
      List.of(
          "kafka.", "schema.registry.", "basic.auth.", "bearer.auth.", "proxy.", "request.header.");

  private final Map<String, String> values;

  Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /** The value chosen, or the default. */
  public <T> T get(Setting<T> setting) {
    return setting.parser().apply(values.getOrDefault(setting.key(), setting.defaultText()));
  }

  /** What a user set for Kafka's clients, without the prefix {@code kafka.}. */
  public Map<String, Object> kafka() {
    Map<String, Object> client = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith("kafka.")) {
            client.put(key.substring("kafka.".length()), value);
          }
        });
    client.put("bootstrap.servers", get(KafkaSetting.SERVERS));
    return client;
  }

  /** What a user set for the schema registry's client, under its own names. */
  public Map<String, String> registry() {
    Map<String, String> client = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (!key.startsWith("kafka.") && PASSED_ON.stream().anyMatch(key::startsWith)) {
            client.put(key, value);
          }
        });
    client.put(RegistrySetting.URLS.key(), get(RegistrySetting.URLS));
    return client;
  }

  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}

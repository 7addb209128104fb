package io.tidemark.registry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Confluent's own client is created with. Immutable.
 *
 * @param urls where registries are, in order of use
 * @param cacheCapacity most schemas remembered of each subject
 * @param configs every setting, under its name with and without the prefix {@code
 *     schema.registry.}, since the client reads some by one and some by the other
 * @param headers sent with each request
 */
public record ConfluentSettings(
    List<String> urls,
    int cacheCapacity,
    Map<String, String> configs,
    Map<String, String> headers) {

  private static final String HEADER = "request.header.";

  /** Its own are a minute, longer than a transaction of Kafka Streams lives. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "http.connect.timeout.ms", "2000",
          "http.read.timeout.ms", "3000",
          "max.retries", "1",
          "latest.cache.ttl.sec", "60",
          "max.schemas.per.subject", "1000");

  static ConfluentSettings of(Map<String, String> settings) {
    Map<String, String> plain = new TreeMap<>(DEFAULTS);
    Map<String, String> headers = new TreeMap<>();
    settings.forEach(
        (name, value) -> {
          String bare = bare(name);
          if (bare.startsWith(HEADER)) {
            headers.put(bare.substring(HEADER.length()), value);
          } else if (!bare.equals(ConfluentJars.CHOICE) && !bare.equals(ConfluentJars.FOLDER)) {
            plain.put(bare, value);
          }
        });
    String urls = plain.getOrDefault("url", "");
    Map<String, String> configs = new TreeMap<>(plain);
    plain.forEach((name, value) -> configs.put(SettingReader.PREFIX + name, value));
    return new ConfluentSettings(
        Stream.of(urls.split(",")).map(String::strip).toList(),
        Integer.parseInt(plain.get("max.schemas.per.subject").strip()),
        Map.copyOf(configs),
        Map.copyOf(headers));
  }

  private static String bare(String name) {
    return name.startsWith(SettingReader.PREFIX)
        ? name.substring(SettingReader.PREFIX.length())
        : name;
  }

  /** Names alone: values may be secrets. */
  @Override
  public String toString() {
    return "ConfluentSettings" + configs.keySet();
  }
}

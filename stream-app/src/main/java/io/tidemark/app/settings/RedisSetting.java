package io.tidemark.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the online store is reached, and what it looks like. */
public final class RedisSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<String> URL =
      SETTINGS
          .secret()
          .redisUrls(
              "redis.url",
              "redis://localhost:6379",
              "the online store; rediss:// for TLS; of a cluster some nodes, with commas");
  public static final Setting<String> MODE =
      SETTINGS.choice(
          "redis.mode", List.of("standalone", "cluster"), "one server, or a Redis Cluster");
  public static final Setting<String> LAYOUT =
      SETTINGS.choice(
          "redis.layout",
          List.of("plain", "feast"),
          "what rows look like: readable text, or what Feast's clients read");
  public static final Setting<Optional<String>> USER =
      SETTINGS.optional(
          "redis.user", "user of Redis' access control list; the default one without it");
  public static final Setting<Optional<String>> PASSWORD =
      SETTINGS.secret().optional("redis.password", "its password, or the default user's");
  public static final Setting<Optional<Path>> PASSWORD_FILE =
      SETTINGS.file(
          "redis.password.file", "holds the password; read for every connection, so it may change");
  public static final Setting<Optional<Path>> TLS_CA =
      SETTINGS.file(
          "redis.tls.ca.file", "PEM of the authorities to trust; without it Java's own ones");
  public static final Setting<Optional<Path>> TLS_CERTIFICATE =
      SETTINGS.file("redis.tls.cert.file", "PEM of our certificate, where Redis asks for one");
  public static final Setting<Optional<Path>> TLS_KEY =
      SETTINGS.file("redis.tls.key.file", "PEM of its key, PKCS #8 without a password");
  public static final Setting<Boolean> TLS_HOSTNAME =
      SETTINGS.flag(
          "redis.tls.verify.hostname", true, "whether Redis' certificate must name its host");
  public static final Setting<Duration> CONNECT_TIMEOUT =
      SETTINGS.duration(
          "redis.connect.timeout",
          "2s",
          Duration.ofMillis(10),
          Duration.ofMinutes(1),
          "how long connecting to Redis may take");
  public static final Setting<Duration> TIMEOUT =
      SETTINGS.duration(
          "redis.timeout",
          "2s",
          Duration.ofMillis(10),
          Duration.ofMinutes(1),
          "how long a Redis command may take");
  public static final Setting<Integer> QUEUE =
      SETTINGS.count(
          "redis.queue",
          20_000,
          1_000,
          1_000_000,
          "commands under way per connection; more are refused and tried again");
  public static final Setting<Duration> TOMBSTONE =
      SETTINGS.duration(
          "redis.tombstone",
          "10m",
          Duration.ofSeconds(1),
          Duration.ofDays(7),
          "how long Redis remembers a deletion, and keeps an idle row at least");
  public static final Setting<Duration> EXPIRY_PAUSE =
      SETTINGS.duration(
          "redis.expiry.pause",
          "1m",
          Duration.ofMillis(100),
          Duration.ofDays(1),
          "layout feast: pause between passes that remove rows whose time has ended");

  private RedisSetting() {}
}

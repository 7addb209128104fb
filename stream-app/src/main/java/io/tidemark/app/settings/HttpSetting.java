package io.tidemark.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What listens, whom it answers and how it ends. */
public final class HttpSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<String> HOST =
      SETTINGS.text("http.host", "127.0.0.1", "address the operations endpoints bind to");
  public static final Setting<Integer> PORT =
      SETTINGS.count("http.port", 8080, 0, 65535, "their port; 0 takes a free one");
  public static final Setting<String> ADVERTISED =
      SETTINGS.address(
          "http.advertised",
          "where other instances reach this one's endpoints; by default the address bound");
  public static final Setting<List<String>> READ_TOKENS =
      SETTINGS.secret().tokens("http.tokens.read", "bearer tokens for features and the catalogue");
  public static final Setting<List<String>> ERASE_TOKENS =
      SETTINGS.secret().tokens("http.tokens.erase", "bearer tokens for removing entities");
  public static final Setting<List<String>> OPS_TOKENS =
      SETTINGS
          .secret()
          .tokens(
              "http.tokens.ops", "bearer tokens for metrics, quarantine and the list of routes");
  public static final Setting<Duration> DRAIN_DELAY =
      SETTINGS.duration(
          "http.drain.delay",
          "0s",
          Duration.ZERO,
          Duration.ofMinutes(5),
          "at the end, how long requests are still taken after readiness is off");
  public static final Setting<Duration> DRAIN_LIMIT =
      SETTINGS.duration(
          "http.drain.limit",
          "5s",
          Duration.ZERO,
          Duration.ofMinutes(5),
          "at the end, longest wait for requests in flight");

  public static final Setting<Integer> HEALTH_PORT =
      SETTINGS.count(
          "http.health.port",
          0,
          0,
          65535,
          "a port more, for /health/* alone and always in plain HTTP; 0: none");
  public static final Setting<Integer> CONNECTIONS =
      SETTINGS.count(
          "http.connections.max",
          2_048,
          1,
          100_000,
          "connections at once; beyond, the one that keeps the server waiting longest is closed");
  public static final Setting<Integer> CONNECTIONS_PER_ADDRESS =
      SETTINGS.count(
          "http.connections.per.address",
          512,
          1,
          100_000,
          "of these, from one address; a proxy in front is one");
  public static final Setting<Duration> HEAD_DEADLINE =
      deadline("http.head.deadline", "5s", "how long the head of a request may take to arrive");
  public static final Setting<Duration> BODY_DEADLINE =
      deadline("http.body.deadline", "10s", "how long its body may take after that");
  public static final Setting<Duration> WRITE_DEADLINE =
      deadline("http.write.deadline", "30s", "how long a client may take to read an answer");
  public static final Setting<Duration> IDLE_LIMIT =
      deadline("http.idle.limit", "1m", "how long a connection is kept between two requests");
  public static final Setting<Optional<Path>> TLS_CERTIFICATE =
      SETTINGS.file(
          "http.tls.cert.file",
          "PEM of the certificate and those above it; with it everything but http.health.port is TLS");
  public static final Setting<Optional<Path>> TLS_KEY =
      SETTINGS.file(
          "http.tls.key.file",
          "PEM of its key, PKCS #8 without a password; both are read again when they change");

  private HttpSetting() {}

  private static Setting<Duration> deadline(String key, String defaultText, String doc) {
    return SETTINGS.duration(key, defaultText, Duration.ofMillis(100), Duration.ofHours(1), doc);
  }

  /** How this process is asked: {@code https} with a certificate, otherwise {@code http}. */
  public static String scheme(Settings settings) {
    return settings.get(TLS_CERTIFICATE).isPresent() ? "https" : "http";
  }
}

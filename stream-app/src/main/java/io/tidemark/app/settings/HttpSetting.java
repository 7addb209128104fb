package io.tidemark.app.settings;

import java.time.Duration;
import java.util.List;

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
          .tokens("http.tokens.ops", "bearer tokens for metrics and the list of routes");
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

  private HttpSetting() {}
}

package io.tidemark.app.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How features are served. */
public final class ServeSetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<Integer> CONCURRENCY =
      SETTINGS.count(
          "serve.concurrency",
          64,
          1,
          2_000,
          "feature requests that wait for Redis at once; more get 503");
  public static final Setting<Duration> TIMEOUT =
      SETTINGS.duration(
          "serve.timeout",
          "1s",
          Duration.ofMillis(1),
          Duration.ofMinutes(1),
          "how long a feature request waits for Redis; then it gets 504");
  public static final Setting<Duration> TOLERANCE =
      SETTINGS.duration(
          "serve.tolerance",
          "2s",
          Duration.ZERO,
          Duration.ofDays(365),
          "how long after _valid_until a windowed value is still PRESENT, then EXPIRED");
  public static final Setting<Integer> MAX_KEYS =
      SETTINGS.count("serve.max.keys", 1_000, 1, 10_000, "keys of one request");
  public static final Setting<Integer> MAX_VALUES =
      SETTINGS.count(
          "serve.max.values", 200_000, 1, 10_000_000, "values of one reply: keys times names");
  public static final Setting<List<URI>> EXPLAIN_SERVICE =
      SETTINGS.addresses(
          "serve.explain.service",
          "instances that `tidemark serve` asks for explanations; the next when one is away");

  private ServeSetting() {}
}

package io.tidemark.app.plan;

import io.tidemark.app.settings.RedisSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.store.redis.RedisLayout;
import io.tidemark.store.redis.RedisLogin;
import io.tidemark.store.redis.RedisSettings;
import io.tidemark.store.redis.RedisTls;
import java.util.List;
import java.util.Locale;

/** Turns settings into those of the Redis client, the same for every command. */
public final class RedisPlan {
  private static final String CLUSTER = "cluster";

  private RedisPlan() {}

  /**
   * How to reach Redis.
   *
   * @throws SettingsException when settings do not go together; the message shows no secret
   */
  public static RedisSettings of(Settings settings) {
    try {
      return new RedisSettings(
          urls(settings),
          settings.get(RedisSetting.MODE).equals(CLUSTER),
          RedisLayout.valueOf(settings.get(RedisSetting.LAYOUT).toUpperCase(Locale.ROOT)),
          login(settings),
          tls(settings),
          settings.get(RedisSetting.CONNECT_TIMEOUT),
          settings.get(RedisSetting.TIMEOUT),
          settings.get(RedisSetting.QUEUE),
          settings.get(RedisSetting.TOMBSTONE));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          List.of(
              e.getMessage() + " These are the settings redis.*; `tidemark settings` lists them."));
    }
  }

  private static List<String> urls(Settings settings) {
    return RedisSettings.urls(settings.get(RedisSetting.URL));
  }

  private static RedisLogin login(Settings settings) {
    RedisLogin login =
        new RedisLogin(
            settings.get(RedisSetting.USER).orElse(null),
            settings.get(RedisSetting.PASSWORD).orElse(null),
            settings.get(RedisSetting.PASSWORD_FILE).orElse(null));
    if (!login.equals(RedisLogin.NONE) && urls(settings).stream().anyMatch(u -> u.contains("@"))) {
      throw new IllegalArgumentException(
          "Invalid Redis login: redis.url has a user or password, and "
              + login
              + " is set besides. Take it out of the URL.");
    }
    return login;
  }

  private static RedisTls tls(Settings settings) {
    return new RedisTls(
        settings.get(RedisSetting.TLS_CA).orElse(null),
        settings.get(RedisSetting.TLS_CERTIFICATE).orElse(null),
        settings.get(RedisSetting.TLS_KEY).orElse(null),
        settings.get(RedisSetting.TLS_HOSTNAME));
  }
}

package io.tidemark.app.plan;

import io.tidemark.app.settings.Settings;
import io.tidemark.store.redis.RedisSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Turns settings into the {@code feature_store.yaml} of a Feast project over the same Redis. */
public final class FeastPlan {
  private static final int REDIS_PORT = 6379;

  private FeastPlan() {}

  /**
   * The file's text, without any password.
   *
   * @param namespace Feast's project
   */
  public static String configuration(String namespace, Settings settings) {
    RedisSettings redis = RedisPlan.of(settings);
    return """
    # Written by `tidemark feast` where there was none. Needs the setting redis.layout=feast.
    # A user or password of Redis is added to connection_string: ",username=...,password=...".
    # Leave key_ttl_seconds unset: it would expire what Tidemark keeps in the same hash.
    project: %s
    provider: local
    registry: registry.db
    online_store:
      type: redis
      redis_type: %s
      connection_string: "%s"
    offline_store:
      type: file
    entity_key_serialization_version: 3
    """
        .formatted(
            namespace, redis.cluster() ? "redis_cluster" : "redis", connection(redis.urls()));
  }

  private static String connection(List<String> urls) {
    List<String> parts = new ArrayList<>();
    for (String url : urls) {
      URI uri = URI.create(url);
      parts.add(uri.getHost() + ":" + (uri.getPort() < 0 ? REDIS_PORT : uri.getPort()));
    }
    URI first = URI.create(urls.get(0));
    if (first.getPath() != null && first.getPath().length() > 1) {
      parts.add("db=" + first.getPath().substring(1));
    }
    if (first.getScheme().equals("rediss")) {
      parts.add("ssl=true");
    }
    return String.join(",", parts);
  }
}

package io.tidemark.local;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Map;

/** Features as any Redis client reads them: one hash per entity in the default layout. */
final class StoredFeatures implements AutoCloseable {

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  StoredFeatures(String url) {
    this.client = RedisClient.create(url);
    this.connection = client.connect();
  }

  /** All fields of an entity; empty when there is none. */
  Map<String, String> read(String namespace, String entity, String key) {
    return connection.sync().hgetall(namespace + ":" + entity + ":" + key);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}

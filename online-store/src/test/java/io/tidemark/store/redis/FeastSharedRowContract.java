package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.tidemark.store.EntityKey;
import io.tidemark.store.SharedRowContract;
import io.tidemark.store.feast.FeastField;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is promised to others who keep fields in Feast's hashes, in Redis. */
abstract class FeastSharedRowContract extends SharedRowContract {
  private static final List<String> THEIRS =
      List.of("profile:age", "profile:f0", "profile:f1", "profile:f2", "_ts:profile", "_ts:p");

  @Override
  protected abstract RedisFeatureStore store();

  /** Another client's. */
  protected abstract RedisClusterCommands<byte[], byte[]> commands();

  @Override
  protected void othersPut(EntityKey key, Map<String, String> fields) {
    byte[] redisKey = redisKey(key);
    othersFind(key).keySet().forEach(name -> commands().hdel(redisKey, field(name)));
    fields.forEach((name, text) -> commands().hset(redisKey, field(name), field(text)));
  }

  @Override
  protected Map<String, String> othersFind(EntityKey key) {
    Map<String, String> found = new HashMap<>();
    for (String name : THEIRS) {
      byte[] held = commands().hget(redisKey(key), field(name));
      if (held != null) {
        found.put(name, new String(held, UTF_8));
      }
    }
    return found;
  }

  protected static byte[] redisKey(EntityKey key) {
    return FeastFormatReader.key(key.namespace(), Map.of("user_id", key.key()));
  }

  /** As Feast names them: a feature by its hash. */
  private static byte[] field(String name) {
    int colon = name.indexOf(':');
    return name.startsWith("_") || colon < 0
        ? name.getBytes(UTF_8)
        : FeastField.bytes(FeastField.hash(name.substring(0, colon), name.substring(colon + 1)));
  }

  @Override
  protected long fields(EntityKey key) {
    return commands().hlen(redisKey(key));
  }

  @Override
  protected void removeEnded() {
    Sweeping.once(store());
  }

  @Override
  protected void pass(Duration time) {
    StoreProbe.pass(time);
  }
}

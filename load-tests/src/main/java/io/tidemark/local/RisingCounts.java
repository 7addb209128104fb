package io.tidemark.local;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A reader that looks all the time at a count nothing has left yet, in the rows of some entities.
 * Thread-safe.
 */
public final class RisingCounts implements AutoCloseable {
  private static final long PAUSE_MS = 5;

  private final String prefix;
  private final String field;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> redis;
  private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Long> newest = new ConcurrentHashMap<>();
  private final Queue<String> backwards = new ConcurrentLinkedQueue<>();
  private final AtomicLong increases = new AtomicLong();

  /**
   * Begins to look.
   *
   * @param prefix of the rows' keys
   */
  public RisingCounts(Stack stack, String prefix, String field) {
    this.prefix = prefix;
    this.field = field;
    this.client = RedisClient.create(stack.redisUrl());
    this.redis = client.connect();
    reader.scheduleWithFixedDelay(this::look, 0, PAUSE_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    List<String> keys = redis.sync().keys(prefix + "*");
    for (String key : keys) {
      String text = redis.sync().hget(key, field);
      if (text != null) {
        saw(key, Long.parseLong(text));
      }
    }
  }

  private void saw(String key, long now) {
    Long before = newest.put(key, now);
    if (before != null && now < before) {
      backwards.add(key + ": " + before + ", then " + now);
    } else if (before != null && now > before) {
      increases.incrementAndGet();
    }
  }

  /** Whether so many rows were seen, and all of them with this count the last time. */
  public boolean allAre(int rows, long count) {
    return newest.size() == rows && newest.values().stream().allMatch(seen -> seen == count);
  }

  /** Each time a row said less than before. */
  public Queue<String> backwards() {
    return backwards;
  }

  /** How often a row was seen to say more than before. */
  public long increases() {
    return increases.get();
  }

  @Override
  public void close() {
    reader.shutdownNow();
    redis.close();
    client.shutdown();
  }
}

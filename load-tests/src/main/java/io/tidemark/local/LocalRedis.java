package io.tidemark.local;

/** A Redis alone, as a child process on a free port of the loopback interface. Not thread-safe. */
public final class LocalRedis implements AutoCloseable {
  private final WorkFolder work = WorkFolder.create(false);
  private final RedisProcess redis;

  private LocalRedis(int maxMemoryMb) {
    redis = new RedisProcess(work, Loopback.claim(0, "Redis", "--redis-port"), maxMemoryMb);
  }

  /** Starts one and returns when it answers. */
  public static LocalRedis start(int maxMemoryMb) {
    LocalRedis local = new LocalRedis(maxMemoryMb);
    local.redis.start();
    return local;
  }

  /** {@code redis://127.0.0.1:port}. */
  public String url() {
    return redis.url();
  }

  @Override
  public void close() {
    redis.close();
    work.close();
  }
}

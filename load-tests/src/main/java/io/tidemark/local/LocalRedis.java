package io.tidemark.local;

import java.util.List;

/** A Redis alone, as a child process on a free port of the loopback interface. Not thread-safe. */
public final class LocalRedis implements AutoCloseable {
  private final WorkFolder work = WorkFolder.create(false);
  private final int port = freePort();
  private final RedisProcess redis;

  private LocalRedis(int maxMemoryMb, List<String> options) {
    redis = new RedisProcess(work, port, maxMemoryMb, options);
  }

  /** Starts one and returns when it answers. */
  public static LocalRedis start(int maxMemoryMb) {
    return start(maxMemoryMb, List.of());
  }

  /**
   * Starts one and returns when it answers.
   *
   * @param options added to its command line, such as {@code --cluster-enabled}, {@code yes}
   */
  public static LocalRedis start(int maxMemoryMb, List<String> options) {
    LocalRedis local = new LocalRedis(maxMemoryMb, options);
    local.redis.start();
    return local;
  }

  /** {@code redis://127.0.0.1:port}. */
  public String url() {
    return redis.url();
  }

  public int port() {
    return port;
  }

  /** A port that nobody listens on and that leaves room for the bus of a cluster, 10,000 above. */
  public static int freePort() {
    return Loopback.freePort();
  }

  @Override
  public void close() {
    redis.close();
    work.close();
  }
}

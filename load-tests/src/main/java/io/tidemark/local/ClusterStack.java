package io.tidemark.local;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A cluster of three brokers of a given version of Kafka, with Redis and a registry beside it, as
 * child processes on 127.0.0.1. Closing ends all of them and removes their files; so does the end
 * of this process, but for the files. Not thread-safe.
 */
public final class ClusterStack implements Stack {

  private static final int REDIS_MB = 512;

  private final WorkFolder work = WorkFolder.create(false);
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final BrokerCluster brokers;
  private final RedisProcess redis;
  private final RegistryProcess registry;

  private ClusterStack(String brokerVersion) {
    started.push(work);
    this.brokers =
        new BrokerCluster(work, BrokerJars.fetch(brokerVersion, work.log("fetch-broker")));
    this.redis = new RedisProcess(work, Loopback.freePort(), REDIS_MB, List.of());
    this.registry = new RegistryProcess(work, Loopback.freePort());
  }

  /**
   * Starts all parts and returns when each answers.
   *
   * @param brokerVersion of Kafka, 3.7.0 or later; fetched when it is used for the first time
   * @throws StackException when a part does not start; nothing is left running
   */
  public static ClusterStack start(String brokerVersion) {
    ClusterStack stack = new ClusterStack(brokerVersion);
    try {
      stack.startAll();
      return stack;
    } catch (StackException e) {
      stack.keepLogs();
      stack.close();
      throw e;
    }
  }

  private void startAll() {
    started.push(redis);
    redis.start();
    started.push(registry);
    registry.start();
    started.push(brokers);
    brokers.start();
  }

  BrokerCluster brokers() {
    return brokers;
  }

  /** Leaves the logs on disk when this is closed, and says where. */
  public Path keepLogs() {
    work.keepLogs();
    return work.root();
  }

  /** Closes {@code guest} before the parts it uses. */
  <T extends AutoCloseable> T host(T guest) {
    started.push(guest);
    return guest;
  }

  @Override
  public String bootstrapServers() {
    return brokers.bootstrapServers();
  }

  @Override
  public String redisUrl() {
    return redis.url();
  }

  @Override
  public String registryUrl() {
    return registry.url();
  }

  @Override
  public Path log(String name) {
    return work.log(name);
  }

  @Override
  public Path folder(String name) {
    return work.folder(name);
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      close(started.pop());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new StackException("Cannot close " + part + ": " + e.getMessage(), e);
    }
  }
}

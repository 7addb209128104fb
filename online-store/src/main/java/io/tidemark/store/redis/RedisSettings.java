package io.tidemark.store.redis;

import java.time.Duration;

/**
 * How to reach Redis.
 *
 * @param url {@code redis://[user[:password]@]host[:port][/database]}, or {@code rediss://} for TLS
 * @param connectTimeout longest wait for a connection
 * @param commandTimeout longest wait for an answer; then the outcome is unknown
 * @param requestQueueSize most commands under way per connection; more are refused, so that a slow
 *     Redis cannot fill the heap
 * @param tombstone how long a deletion is remembered: longer than any writer that has lost its
 *     partition goes on writing
 */
public record RedisSettings(
    String url,
    Duration connectTimeout,
    Duration commandTimeout,
    int requestQueueSize,
    Duration tombstone) {

  /** The defaults: 2 s to connect and to answer, 20,000 commands, deletions kept 10 min. */
  public static RedisSettings of(String url) {
    return new RedisSettings(
        url, Duration.ofSeconds(2), Duration.ofSeconds(2), 20_000, Duration.ofMinutes(10));
  }

  /** The settings without user and password, fit for a log. */
  @Override
  public String toString() {
    return RedisClients.withoutCredentials(url)
        + " connect "
        + connectTimeout
        + " command "
        + commandTimeout
        + " queue "
        + requestQueueSize
        + " tombstone "
        + tombstone;
  }
}

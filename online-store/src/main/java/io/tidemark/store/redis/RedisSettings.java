package io.tidemark.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How to reach Redis and what to keep there. Immutable.
 *
 * @param urls {@code redis://[user[:password]@]host[:port][/database]}, or {@code rediss://} for
 *     TLS; one server, or some nodes of a cluster, from which the others are found
 * @param cluster whether it is a Redis Cluster
 * @param layout what the bytes look like
 * @param login who we are, unless the URL says it
 * @param tls whom to trust, for {@code rediss://}
 * @param connectTimeout longest wait for a connection
 * @param commandTimeout longest wait for an answer; then the outcome is unknown
 * @param requestQueueSize most commands under way per connection; more are refused, so that a slow
 *     Redis cannot fill the heap
 * @param tombstone how long a deletion is remembered, and an idle row kept at least: longer than
 *     any writer that has lost its partition goes on writing
 */
public record RedisSettings(
    List<String> urls,
    boolean cluster,
    RedisLayout layout,
    RedisLogin login,
    RedisTls tls,
    Duration connectTimeout,
    Duration commandTimeout,
    int requestQueueSize,
    Duration tombstone) {

  /** Not every comma: a password may have some, and half of it must not end up in a message. */
  private static final Pattern BETWEEN_URLS = Pattern.compile(",(?=\\s*[a-z]+:)");

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException when there is no URL or several of one server, when one is
   *     none, when TLS is said by some of them alone or by files alone, or a cluster's has a
   *     database
   */
  public RedisSettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty() || urls.size() > 1 && !cluster) {
      throw new IllegalArgumentException(
          "Invalid Redis URLs "
              + RedisUrls.withoutCredentials(urls)
              + ": a server has one URL, a cluster one or more."
              + " Give one, or say that it is a cluster.");
    }
    RedisUrls.require(urls, cluster, tls);
  }

  /** The URLs of a text that has some, with commas between them; blanks around them are cut. */
  public static List<String> urls(String text) {
    return BETWEEN_URLS.splitAsStream(text).map(String::strip).filter(u -> !u.isEmpty()).toList();
  }

  /** Whether a text is one URL of Redis. */
  public static boolean isUrl(String text) {
    return RedisUrls.isUrl(text);
  }

  /**
   * The defaults: one server, plain layout, 2 s to connect and to answer, 20,000 commands,
   * deletions kept 10 min.
   */
  public static RedisSettings of(String url) {
    return defaults(List.of(url), false);
  }

  /** The defaults for a cluster. */
  public static RedisSettings ofCluster(List<String> urls) {
    return defaults(urls, true);
  }

  private static RedisSettings defaults(List<String> urls, boolean cluster) {
    Duration wait = Duration.ofSeconds(2);
    return new RedisSettings(
        urls,
        cluster,
        RedisLayout.PLAIN,
        RedisLogin.NONE,
        RedisTls.PLATFORM,
        wait,
        wait,
        20_000,
        Duration.ofMinutes(10));
  }

  /** These settings with another layout. */
  public RedisSettings with(RedisLayout another) {
    return new RedisSettings(
        urls,
        cluster,
        another,
        login,
        tls,
        connectTimeout,
        commandTimeout,
        requestQueueSize,
        tombstone);
  }

  /** These settings with another login. */
  public RedisSettings with(RedisLogin another) {
    return new RedisSettings(
        urls,
        cluster,
        layout,
        another,
        tls,
        connectTimeout,
        commandTimeout,
        requestQueueSize,
        tombstone);
  }

  /** These settings with another trust. */
  public RedisSettings with(RedisTls another) {
    return new RedisSettings(
        urls,
        cluster,
        layout,
        login,
        another,
        connectTimeout,
        commandTimeout,
        requestQueueSize,
        tombstone);
  }

  /** These settings with another longest wait for an answer. */
  public RedisSettings withCommandTimeout(Duration another) {
    return new RedisSettings(
        urls, cluster, layout, login, tls, connectTimeout, another, requestQueueSize, tombstone);
  }

  /** These settings with another number of commands under way. */
  public RedisSettings withRequestQueueSize(int another) {
    return new RedisSettings(
        urls, cluster, layout, login, tls, connectTimeout, commandTimeout, another, tombstone);
  }

  /** These settings with another memory of deletions. */
  public RedisSettings withTombstone(Duration another) {
    return new RedisSettings(
        urls,
        cluster,
        layout,
        login,
        tls,
        connectTimeout,
        commandTimeout,
        requestQueueSize,
        another);
  }

  /** The URLs without users and passwords. */
  String shownUrls() {
    return RedisUrls.withoutCredentials(urls);
  }

  /** The settings without passwords, fit for a log. */
  @Override
  public String toString() {
    return shownUrls()
        + (cluster ? " cluster " : " ")
        + layout
        + " "
        + login
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

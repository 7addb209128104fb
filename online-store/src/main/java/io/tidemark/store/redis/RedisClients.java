package io.tidemark.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Clients that fail fast and hold a bounded number of commands. */
final class RedisClients {
  private static final int THREADS = 2;
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(1);
  private static final Duration FIRST_RECONNECT = Duration.ofMillis(20);

  /** A peer that vanished without closing is noticed after about 10 s. */
  private static final KeepAliveOptions KEEP_ALIVE =
      KeepAliveOptions.builder()
          .enable()
          .idle(Duration.ofSeconds(5))
          .interval(Duration.ofSeconds(2))
          .count(3)
          .build();

  private RedisClients() {}

  /** Threads and timers; reconnects at least every second, so that an outage ends quickly. */
  static ClientResources resources() {
    Delay reconnect =
        Delay.exponential(FIRST_RECONNECT, LONGEST_RECONNECT, 2, TimeUnit.MILLISECONDS);
    return DefaultClientResources.builder()
        .ioThreadPoolSize(THREADS)
        .computationThreadPoolSize(THREADS)
        .reconnectDelay(reconnect)
        .build();
  }

  /**
   * A client that refuses commands while it is disconnected. Buffering them would apply some twice
   * after a reconnect, and for the length of an outage the heap would grow.
   */
  static RedisClient client(ClientResources resources, RedisSettings settings) {
    RedisClient client = RedisClient.create(resources, uri(settings));
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(settings.requestQueueSize())
            .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()))
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(settings.connectTimeout())
                    .keepAlive(KEEP_ALIVE)
                    .build())
            .build());
    return client;
  }

  private static RedisURI uri(RedisSettings settings) {
    try {
      RedisURI uri = RedisURI.create(settings.url());
      uri.setTimeout(settings.commandTimeout());
      return uri;
    } catch (IllegalArgumentException e) {
      // The client's message quotes the URL with its password.
      throw new IllegalArgumentException(
          "Invalid Redis URL "
              + withoutCredentials(settings.url())
              + ": it has the form redis://[user[:password]@]host[:port][/database]."
              + " Use rediss:// for TLS; write special characters of a password as %XX.");
    }
  }

  /** The URL without user and password. */
  static String withoutCredentials(String url) {
    int scheme = url.indexOf("://");
    int at = url.lastIndexOf('@');
    return at < 0 ? url : url.substring(0, scheme < 0 ? 0 : scheme + 3) + url.substring(at + 1);
  }
}

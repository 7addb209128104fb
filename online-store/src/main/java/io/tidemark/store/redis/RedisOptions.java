package io.tidemark.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Options of clients that fail fast and hold a bounded number of commands. */
final class RedisOptions {
  private static final int THREADS = 2;
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(1);
  private static final Duration FIRST_RECONNECT = Duration.ofMillis(20);
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);
  private static final Duration TOPOLOGY_PAUSE = Duration.ofSeconds(1);

  /** A peer that vanished without closing is noticed after about 10 s. */
  private static final KeepAliveOptions KEEP_ALIVE =
      KeepAliveOptions.builder()
          .enable()
          .idle(Duration.ofSeconds(5))
          .interval(Duration.ofSeconds(2))
          .count(3)
          .build();

  private RedisOptions() {}

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
  static ClientOptions of(RedisSettings settings) {
    ClientOptions.Builder options =
        settings.cluster()
            ? ClusterClientOptions.builder().topologyRefreshOptions(refresh())
            : ClientOptions.builder();
    return options
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(settings.requestQueueSize())
        .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()))
        .sslOptions(ssl(settings.tls()))
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(KEEP_ALIVE)
                .build())
        .build();
  }

  /** Looks for moved slots on every sign of them, and now and then without. */
  private static ClusterTopologyRefreshOptions refresh() {
    return ClusterTopologyRefreshOptions.builder()
        .enableAllAdaptiveRefreshTriggers()
        .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE)
        .enablePeriodicRefresh(TOPOLOGY_REFRESH)
        .build();
  }

  private static SslOptions ssl(RedisTls tls) {
    SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
    if (tls.authorities() != null) {
      ssl.trustManager(tls.authorities().toFile());
    }
    if (tls.certificate() != null) {
      ssl.keyManager(tls.certificate().toFile(), tls.key().toFile(), null);
    }
    return ssl.build();
  }
}

package io.tidemark.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongConsumer;

/** The removal of rows that ended, at work on a thread of its own as in the service. */
final class Sweeping implements AutoCloseable {
  private final ExpiredRows rows;
  private final Thread thread;

  private Sweeping(ExpiredRows rows) {
    this.rows = rows;
    this.thread = new Thread(rows, "expired-rows");
    thread.start();
  }

  static Sweeping of(RedisFeatureStore store, Duration pause, LongConsumer removed) {
    return new Sweeping(store.expiredRows(pause, removed).orElseThrow());
  }

  /** Goes over the keys once. */
  static void once(RedisFeatureStore store) {
    try {
      store.expiredRows(Duration.ZERO, rows -> {}).orElseThrow().attempt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when it has ended, which it does soon. */
  @Override
  public void close() {
    rows.close();
    try {
      thread.join(Duration.ofSeconds(8).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(thread.isAlive()).as("goes on after its end").isFalse();
  }
}

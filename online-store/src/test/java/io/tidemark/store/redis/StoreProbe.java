package io.tidemark.store.redis;

import static org.awaitility.Awaitility.await;

import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Rows of tests, and what became of calls. */
final class StoreProbe {
  private StoreProbe() {}

  static EntityKey key(String key) {
    return new EntityKey("shop", "user", key);
  }

  static FeatureRow row(String key, long revision) {
    return row(key, revision, Duration.ZERO, Duration.ofHours(1));
  }

  /**
   * A row.
   *
   * @param idle time since the newest event
   */
  static FeatureRow row(String key, long revision, Duration idle, Duration ttl) {
    long asOfMs = 1_700_000_000_000L;
    return new FeatureRow(
        key(key),
        Map.of("g.count_5m", revision),
        revision,
        asOfMs,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.of(asOfMs - idle.toMillis())),
        List.of(),
        ttl);
  }

  /** Lets time pass. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() > end);
  }

  static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Why a call failed; {@code null} when it did not. */
  static FeatureStoreException failure(CompletionStage<?> stage) {
    return (FeatureStoreException)
        stage
            .handle((value, thrown) -> thrown)
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
  }
}

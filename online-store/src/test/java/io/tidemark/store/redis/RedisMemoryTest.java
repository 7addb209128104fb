package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.store.TestCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory of a server whose entities come and never come back. */
@Timeout(120)
class RedisMemoryTest {
  private static final Duration TTL = Duration.ofMinutes(1);

  /** The rest of its time is less than what every row is kept. */
  private static final Duration IDLE = TTL.minusMillis(100);

  private static final int WAVES = 4;
  private static final int KEYS = 10_000;

  private final List<Long> peaks = new ArrayList<>();

  @Test
  void memoryLevelsOffUnderChurnOfKeys() {
    try (TestRedis redis = TestRedis.running();
        RedisAdmin admin = RedisAdmin.of(redis.url());
        RedisFeatureStore store = connect(redis)) {
      long empty = used(admin);
      for (int wave = 0; wave < WAVES; wave++) {
        write(store, wave, Duration.ZERO, 1);
        // Only lets it decay, which must not prolong it.
        write(store, wave, IDLE, 2);
        peaks.add(used(admin) - empty);
        await().atMost(Duration.ofSeconds(30)).until(() -> admin.commands().dbsize() < KEYS / 20);
      }
      long left = used(admin) - empty;

      String what = "memory peaks %s, at the end %s bytes".formatted(peaks, left);
      long first = Math.max(peaks.get(0), peaks.get(1));
      assertThat(peaks.get(WAVES - 1)).as(what).isLessThan(first * 3 / 2);
      assertThat(left).as(what).isLessThan(first / 2);
    }
  }

  private static RedisFeatureStore connect(TestRedis redis) {
    return RedisFeatureStore.connect(
        RedisSettings.of(redis.url()).withTombstone(Duration.ofSeconds(2)), TestCatalog.CATALOG);
  }

  private static long used(RedisAdmin admin) {
    return Long.parseLong(admin.info("memory", "used_memory"));
  }

  private static void write(RedisFeatureStore store, int wave, Duration idle, long revision) {
    IntStream.range(0, KEYS)
        .mapToObj(i -> store.write(row(wave + "-" + i, revision, idle, TTL)))
        .toList()
        .forEach(StoreProbe::done);
  }
}

package io.tidemark.kafka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.validation.SeenIds;
import io.tidemark.validation.SeenIdsContract;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids in a window store on disk that keeps them no longer than it has to. */
class StoredSeenIdsTest extends SeenIdsContract {
  private static final long SEED = 20261121;
  private static final Duration WINDOW = Duration.ofMillis(999);
  private static final long BUCKET_MS = 1_000;

  @TempDir private Path folder;
  private final List<TopologyTestDriver> drivers = new ArrayList<>();

  @Override
  protected SeenIds fresh(Duration window) {
    return new StoredSeenIds(store(StoredSeenIds.retention(window), window), window);
  }

  private WindowStore<String, Long> store(Duration retention, Duration window) {
    TopologyTestDriver driver =
        SeenIdStores.driver(folder, "seen-" + drivers.size(), retention, window);
    drivers.add(driver);
    return SeenIdStores.of(driver);
  }

  @AfterEach
  void closeDrivers() {
    drivers.forEach(TopologyTestDriver::close);
  }

  @Test
  void takenUpAgainItAnswersAsIfNeverPutDown() {
    for (long seed = SEED; seed < SEED + 24; seed++) {
      Random random = new Random(seed);
      Duration window = Duration.ofMillis(List.of(1, 9, 100, 40_000).get(random.nextInt(4)));
      compare(seed, random, window);
    }
  }

  private void compare(long seed, Random random, Duration window) {
    WindowStore<String, Long> store = store(StoredSeenIds.retention(window), window);
    StoredSeenIds ids = new StoredSeenIds(store, window);
    ListedSeenIds twin = new ListedSeenIds(window.toMillis());
    int span = (int) window.toMillis() + 1;
    long nowMs = random.nextInt(span);
    for (int i = 0; i < 2_000; i++) {
      nowMs += random.nextInt(20) == 0 ? random.nextInt(4 * span) : random.nextInt(span / 50 + 2);
      long timeMs = Math.max(0, nowMs - random.nextInt(2 * span));
      String id = random.nextInt(9) == 0 ? "" : "id" + random.nextInt(6);
      if (random.nextInt(30) == 0) {
        ids.saveNewest();
        ids = new StoredSeenIds(store, window);
      }
      assertThat(ids.firstTime(id, timeMs))
          .as("seed %d, event %d: %s at %d, window %s", seed, i, id, timeMs, window)
          .isEqualTo(twin.firstTime(id, timeMs));
    }
  }

  /** All that was ever accepted. */
  private static final class ListedSeenIds implements SeenIds {
    private final long windowMs;
    private final List<String> accepted = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private long newestMs = Long.MIN_VALUE;

    ListedSeenIds(long windowMs) {
      this.windowMs = windowMs;
    }

    @Override
    public boolean firstTime(String id, long eventTimeMs) {
      newestMs = Math.max(newestMs, eventTimeMs);
      if (eventTimeMs < newestMs - windowMs) {
        return true;
      }
      for (int i = 0; i < accepted.size(); i++) {
        if (accepted.get(i).equals(id) && Math.abs(times.get(i) - eventTimeMs) <= windowMs) {
          return false;
        }
      }
      accepted.add(id);
      times.add(eventTimeMs);
      return true;
    }
  }

  @Test
  void newestEventIsKnownAgainThoughItWasARepeat() {
    WindowStore<String, Long> store = store(StoredSeenIds.retention(WINDOW), WINDOW);
    StoredSeenIds ids = new StoredSeenIds(store, WINDOW);
    ids.firstTime("a", 5_100);
    assertThat(ids.firstTime("a", 5_900)).isFalse();
    ids.saveNewest();
    StoredSeenIds again = new StoredSeenIds(store, WINDOW);
    assertThat(again.firstTime("b", 4_900)).as("older than the window before 5,900").isTrue();
    assertThat(again.firstTime("b", 4_900)).isTrue();
    assertThat(again.firstTime("b", 4_901)).isTrue();
    assertThat(again.firstTime("b", 4_901)).isFalse();
  }

  @Test
  void crashLosesNoRowThatTheStoreStillHas() {
    WindowStore<String, Long> store = store(StoredSeenIds.retention(WINDOW), WINDOW);
    StoredSeenIds ids = new StoredSeenIds(store, WINDOW);
    ids.firstTime("a", 5_100);
    ids.firstTime("b", 6_300);
    StoredSeenIds again = new StoredSeenIds(store, WINDOW);
    assertThat(again.firstTime("b", 6_300)).isFalse();
    assertThat(again.firstTime("a", 5_100)).isTrue();
    assertThat(again.firstTime("a", 6_099)).isFalse();
  }

  @Test
  void retentionIsAsLongAsTheRuleNeedsAndNoLonger() {
    Duration retention = StoredSeenIds.retention(WINDOW);
    assertThat(isOldestRepeatNew(retention)).isFalse();
    assertThat(isOldestRepeatNew(retention.minusMillis(1))).isTrue();
  }

  private boolean isOldestRepeatNew(Duration retention) {
    SeenIds ids = new StoredSeenIds(store(retention, WINDOW), WINDOW);
    ids.firstTime("a", 70 * BUCKET_MS + 2);
    ids.firstTime("newest", 72 * BUCKET_MS);
    return ids.firstTime("a", 71 * BUCKET_MS + 1);
  }

  @Test
  void timesRoundTheYear1970() {
    SeenIds ids = fresh(WINDOW);
    assertThat(ids.firstTime("a", -5)).as("refused by validation, never remembered").isTrue();
    assertThat(ids.firstTime("a", -5)).isTrue();
    assertThat(ids.firstTime("a", 0)).isTrue();
    assertThat(ids.firstTime("a", 999)).isFalse();
    assertThat(ids.firstTime("a", 1_000)).isTrue();
  }

  @Test
  void newIdsAreNotLookedUp() {
    int[] gets = new int[1];
    WindowStore<String, Long> store = store(StoredSeenIds.retention(WINDOW), WINDOW);
    StoredSeenIds ids = new StoredSeenIds(counting(store, gets), WINDOW);
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.firstTime("id" + i, 50_000 + i)).as("id %d", i).isTrue();
    }
    assertThat(gets[0]).isLessThan(200);
    ids.saveNewest();
    gets[0] = 0;
    StoredSeenIds again = new StoredSeenIds(counting(store, gets), WINDOW);
    again.firstTime("x", 59_999);
    assertThat(gets[0]).as("of a bucket that is not whole, and the one before").isEqualTo(2);
    again.firstTime("x", 62_000);
    assertThat(gets[0]).isEqualTo(2);
  }

  /** The store itself, with its gets counted. */
  @SuppressWarnings("unchecked")
  private static WindowStore<String, Long> counting(WindowStore<String, Long> store, int[] gets) {
    return (WindowStore<String, Long>)
        Proxy.newProxyInstance(
            StoredSeenIdsTest.class.getClassLoader(),
            new Class<?>[] {WindowStore.class},
            (proxy, method, arguments) -> {
              gets[0] += method.getName().equals("fetch") && arguments.length == 2 ? 1 : 0;
              return method.invoke(store, arguments);
            });
  }
}

package io.tidemark.kafka.seen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids on disk against the list of all events, with all that may befall a task. */
class StoredSeenIdsPropertyTest {
  private static final long SEED = 20261121;
  private static final int RUNS = 8;
  private static final int EVENTS = 2_000;

  @TempDir private Path folder;

  @Test
  void whateverBefallsTheTaskItAnswersAsIfNeverPutDown() {
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      new Run(seed, folder.resolve("seed-" + seed)).check();
    }
  }

  /** One history. */
  private static final class Run {
    private final long seed;
    private final Random random;
    private final Duration window;
    private final int span;
    private final LoggedIdIndex index;
    private final ListedSeenIds twin;
    private final List<String> history = new ArrayList<>();
    private StoredSeenIds ids;
    private long nowMs;

    Run(long seed, Path folder) {
      this.seed = seed;
      this.random = new Random(seed);
      this.window = Duration.ofMillis(List.of(1, 9, 100, 40_000).get(random.nextInt(4)));
      this.span = (int) window.toMillis() + 1;
      this.nowMs = random.nextInt(span);
      this.index = new LoggedIdIndex(folder, window);
      this.twin = new ListedSeenIds(window.toMillis());
      takeUp();
    }

    private void takeUp() {
      ids = new StoredSeenIds(index.store(), window);
    }

    void check() {
      for (int i = 0; i < EVENTS; i++) {
        befall();
        event();
      }
      index.close();
    }

    private void event() {
      nowMs += random.nextInt(20) == 0 ? random.nextInt(4 * span) : random.nextInt(span / 50 + 2);
      long timeMs = Math.max(0, nowMs - random.nextInt(2 * span));
      String id = random.nextInt(9) == 0 ? "" : "id" + random.nextInt(6);
      history.add(id + "@" + timeMs);
      assertThat(ids.firstTime(id, timeMs))
          .as("seed %d, window %s, history %s", seed, window, history)
          .isEqualTo(twin.firstTime(id, timeMs));
    }

    private void befall() {
      int what = random.nextInt(600);
      if (what < 60) {
        commit();
      } else if (what < 64) {
        history.add("kill");
        index.kill();
        twin.rollBack();
        takeUp();
      } else if (what < 68) {
        commit();
        history.add("restart");
        index.restart();
        takeUp();
      } else if (what < 74) {
        commit();
        history.add("move");
        index.move(random.nextInt(12));
        takeUp();
      } else if (what < 80) {
        history.add("full");
        ids.save();
      }
    }

    private void commit() {
      history.add("commit");
      ids.save();
      index.commit();
      twin.commit();
    }
  }
}

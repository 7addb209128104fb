package io.tidemark.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every memory of event ids does. */
public abstract class SeenIdsContract {
  private static final long SEED = 20261121;
  private static final long START_MS = 1_000_000_000;
  private static final int WINDOW_MS = 600_000;

  /** A memory of nothing, with a window of so long. */
  protected abstract SeenIds fresh(Duration window);

  private SeenIds fresh() {
    return fresh(Duration.ofMillis(WINDOW_MS));
  }

  @Test
  protected void repeatWithinTheWindowOnEitherSideIsKnown() {
    SeenIds ids = fresh();
    assertThat(ids.firstTime("a", START_MS)).isTrue();
    assertThat(ids.firstTime("a", START_MS)).isFalse();
    assertThat(ids.firstTime("a", START_MS - WINDOW_MS)).isFalse();
    assertThat(ids.firstTime("a", START_MS + WINDOW_MS)).isFalse();
    assertThat(ids.firstTime("b", START_MS)).isTrue();
  }

  @Test
  protected void sameIdBeyondTheWindowIsAnotherEvent() {
    SeenIds ids = fresh();
    assertThat(ids.firstTime("a", START_MS)).isTrue();
    assertThat(ids.firstTime("a", START_MS + WINDOW_MS + 1)).isTrue();
    assertThat(ids.firstTime("a", START_MS + 1)).isFalse();
    assertThat(ids.firstTime("a", START_MS + 2 * WINDOW_MS + 1)).isFalse();
  }

  @Test
  protected void repeatDoesNotProlongTheMemory() {
    SeenIds ids = fresh();
    ids.firstTime("a", START_MS);
    assertThat(ids.firstTime("a", START_MS + WINDOW_MS)).isFalse();
    assertThat(ids.firstTime("a", START_MS + WINDOW_MS + 1)).isTrue();
  }

  @Test
  protected void eventOlderThanTheWindowIsNewAndNotRemembered() {
    SeenIds ids = fresh();
    ids.firstTime("newest", START_MS);
    long oldMs = START_MS - WINDOW_MS - 1;
    assertThat(ids.firstTime("a", oldMs)).isTrue();
    assertThat(ids.firstTime("a", oldMs)).isTrue();
    assertThat(ids.firstTime("a", oldMs + 1)).isTrue();
    assertThat(ids.firstTime("a", oldMs + 1)).isFalse();
  }

  @Test
  protected void endsOfTheWindowHoldForTheOldestEventThatCounts() {
    SeenIds ids = fresh();
    ids.firstTime("a", START_MS);
    ids.firstTime("newest", START_MS + 2 * WINDOW_MS);
    assertThat(ids.firstTime("a", START_MS + WINDOW_MS)).isFalse();
  }

  @Test
  protected void everyAnswerIsWhatTheListOfAllEventsSays() {
    for (long seed = SEED; seed < SEED + 5; seed++) {
      Random random = new Random(seed);
      SeenIds ids = fresh();
      List<Long> times = new ArrayList<>();
      List<String> names = new ArrayList<>();
      long newestMs = 0;
      for (int i = 0; i < 400; i++) {
        long timeMs = START_MS + i * 15_000L - random.nextInt(3 * WINDOW_MS);
        String id = "id" + random.nextInt(5);
        newestMs = Math.max(newestMs, timeMs);
        boolean kept = timeMs >= newestMs - WINDOW_MS;
        boolean first = true;
        for (int k = 0; k < times.size(); k++) {
          first &= !names.get(k).equals(id) || Math.abs(times.get(k) - timeMs) > WINDOW_MS;
        }
        assertThat(ids.firstTime(id, timeMs))
            .as("seed %d, event %d", seed, i)
            .isEqualTo(!kept || first);
        if (kept && first) {
          times.add(timeMs);
          names.add(id);
        }
      }
    }
  }
}

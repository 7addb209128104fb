package io.tidemark.kafka.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.task.Timers.Due;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index against a sorted set, with clocks that stand still, jump and go back. */
class DueIndexPropertyTest {
  private static final Comparator<Due> ORDER =
      Comparator.comparingLong(Due::dueMs).thenComparing(Due::key);

  private final KeyValueStore<Bytes, byte[]> rows = Stores.inMemoryKeyValueStore("rows").get();
  private final TreeSet<Due> naive = new TreeSet<>(ORDER);
  private final List<String> history = new ArrayList<>();
  private DueIndex index = new DueIndex(rows);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void takesWhatASortedSetTakes(long seed) {
    Random random = new Random(seed);
    long nowMs = 0;
    for (int step = 0; step < 3_000; step++) {
      String key = "k" + random.nextInt(30);
      long dueMs = Math.max(0, nowMs + random.nextInt(400) - 150);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> add(dueMs, key);
        case 3 -> remove(dueMs, key);
        case 4 -> removeOne(random);
        case 5 -> nowMs = Math.max(0, nowMs + random.nextInt(300) - 60);
        case 6 -> reopen(random);
        default -> take(seed, nowMs, 1 + random.nextInt(6));
      }
    }
    take(seed, Long.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(naive).as("seed %d", seed).isEmpty();
    assertThat(rows.all().hasNext()).as("seed %d leaves no row", seed).isFalse();
  }

  private void add(long dueMs, String key) {
    history.add("add " + dueMs + " " + key);
    index.add(dueMs, key);
    naive.add(new Due(dueMs, key));
  }

  private void remove(long dueMs, String key) {
    history.add("remove " + dueMs + " " + key);
    index.remove(dueMs, key);
    naive.remove(new Due(dueMs, key));
  }

  private void removeOne(Random random) {
    if (!naive.isEmpty()) {
      Due any = new ArrayList<>(naive).get(random.nextInt(naive.size()));
      remove(any.dueMs(), any.key());
    }
  }

  /** A task that starts again knows the rows and nothing else. */
  private void reopen(Random random) {
    if (random.nextInt(10) == 0) {
      history.add("reopen");
      index = new DueIndex(rows);
    }
  }

  private void take(long seed, long nowMs, int limit) {
    history.add("take " + nowMs + " " + limit);
    List<Due> expected = naive.stream().filter(d -> d.dueMs() <= nowMs).limit(limit).toList();
    assertThat(index.take(nowMs, limit))
        .as(
            () ->
                "seed "
                    + seed
                    + ": "
                    + history.subList(Math.max(0, history.size() - 40), history.size()))
        .isEqualTo(expected);
    naive.removeAll(expected);
  }
}

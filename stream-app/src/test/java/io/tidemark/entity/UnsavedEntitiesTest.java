package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnsavedEntitiesTest {
  private static final int STREAMS = 200;
  private static final int STEPS = 100;

  private final List<EntityEntry> entries =
      IntStream.range(0, 10).mapToObj(i -> new EntityEntry("k" + i, null)).toList();

  @Test
  void isASet() {
    for (long seed = 0; seed < STREAMS; seed++) {
      follow(seed);
    }
  }

  private void follow(long seed) {
    Random random = new Random(seed);
    UnsavedEntities unsaved = new UnsavedEntities();
    Set<EntityEntry> expected = new LinkedHashSet<>();
    List<String> history = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      EntityEntry entry = entries.get(random.nextInt(entries.size()));
      boolean adds = random.nextBoolean();
      history.add((adds ? "+" : "-") + entry.key());
      if (adds) {
        unsaved.add(entry);
        expected.add(entry);
      } else {
        assertThat(unsaved.remove(entry))
            .as("seed %d, %s", seed, history)
            .isEqualTo(expected.remove(entry));
      }
      assertThat(unsaved.list())
          .as("seed %d, %s", seed, history)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(unsaved.take())
        .as("seed %d, %s", seed, history)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(entries).extracting(entry -> entry.unsavedAt).containsOnly(UnsavedEntities.NOWHERE);
  }
}

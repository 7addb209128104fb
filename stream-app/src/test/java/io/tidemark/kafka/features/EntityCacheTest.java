package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntityCacheTest {
  private final List<String> loaded = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final EntityCache cache =
      new EntityCache(
          2,
          key -> {
            loaded.add(key);
            return new EntityEntry(key, null);
          },
          entry -> left.add(entry.key));

  @Test
  void leastRecentlyUsedLeavesFirst() {
    EntityEntry a = cache.get("a");
    cache.get("b");
    assertThat(cache.get("a")).isSameAs(a);
    cache.get("c");

    assertThat(left).containsExactly("b");
    assertThat(cache.get("a")).isSameAs(a);
    assertThat(loaded).containsExactly("a", "b", "c");
  }

  @Test
  void removedEntityIsLoadedAgainAndDoesNotLeave() {
    EntityEntry a = cache.get("a");
    cache.remove("a");
    assertThat(cache.get("a")).isNotSameAs(a);
    assertThat(left).isEmpty();
  }

  @Test
  void neverHoldsMoreThanItsLimit() {
    for (int i = 0; i < 100; i++) {
      cache.get("k" + i);
      assertThat(loaded.size() - left.size()).isLessThanOrEqualTo(2);
    }
    assertThat(left).hasSize(98);
  }
}

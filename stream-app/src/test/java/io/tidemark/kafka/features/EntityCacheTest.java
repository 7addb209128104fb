package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityCacheTest {
  private final List<String> loaded = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();
  private final EntityCache cache = cache(new EntityHeap(2, Long.MAX_VALUE));

  private EntityCache cache(EntityHeap heap) {
    return new EntityCache(
        heap,
        new EntityCache.Owner() {
          @Override
          public EntityEntry load(String key) {
            loaded.add(key);
            return new EntityEntry(key, null);
          }

          @Override
          public boolean mayLeave(EntityEntry entry) {
            return !kept.contains(entry.key);
          }

          @Override
          public void leave(EntityEntry entry) {
            left.add(entry.key);
          }
        });
  }

  @Test
  void firstThatWasNotUsedAgainLeaves() {
    EntityEntry a = cache.get("a");
    cache.get("b");
    assertThat(cache.get("a")).isSameAs(a);
    cache.get("c");

    assertThat(left).containsExactly("b");
    assertThat(cache.get("a")).isSameAs(a);
    assertThat(loaded).containsExactly("a", "b", "c");
    List.of("d", "e", "f").forEach(cache::get);
    assertThat(left).as("a was passed over").containsExactly("b", "c", "d", "e");
    cache.get("g");
    assertThat(left).as("once").containsExactly("b", "c", "d", "e", "a");
  }

  @Test
  void oneIsLeftOutThoughAllWereUsedAgain() {
    EntityCache three = cache(new EntityHeap(3, Long.MAX_VALUE));
    List.of("a", "b", "c", "a", "b", "c").forEach(three::get);
    three.get("d");
    assertThat(left).containsExactly("a");
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

  @Test
  void largeEntitiesLeaveFewerPlaces() {
    EntityCache bounded = cache(new EntityHeap(100, 10 * EntityEntryCodec.NEW_BYTES));
    for (int i = 0; i < 10; i++) {
      bounded.get("k" + i);
    }
    assertThat(left).isEmpty();
    bounded.get("k9").bytes = 9 * EntityEntryCodec.NEW_BYTES;
    bounded.get("k9");
    bounded.get("k10");
    assertThat(left).as("nine places are taken by k9").hasSize(9).doesNotContain("k9");
    bounded.get("k11").bytes = 100 * EntityEntryCodec.NEW_BYTES;
    bounded.get("k11");
    bounded.get("k12");
    assertThat(left).contains("k9", "k10", "k11").doesNotContain("k12");
  }

  @Test
  void removedEntityMakesRoom() {
    EntityCache bounded = cache(new EntityHeap(100, 2 * EntityEntryCodec.NEW_BYTES));
    for (int i = 0; i < 10; i++) {
      bounded.get("k" + i);
      bounded.remove("k" + i);
    }
    bounded.get("a");
    bounded.get("b");
    assertThat(left).isEmpty();
  }

  @Test
  void tasksHaveEqualShares() {
    EntityHeap heap = new EntityHeap(100, 10 * EntityEntryCodec.NEW_BYTES);
    EntityCache first = cache(heap);
    for (int i = 0; i < 10; i++) {
      first.get("k" + i);
    }
    EntityCache second = cache(heap);
    first.get("k10");
    assertThat(left).hasSize(6);
    for (int i = 0; i < 6; i++) {
      second.get("s" + i);
    }
    assertThat(left).endsWith("s0").hasSize(7);
    Reference.reachabilityFence(second);
  }
}

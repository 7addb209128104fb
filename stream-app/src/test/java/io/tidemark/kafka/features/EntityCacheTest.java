package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntityCacheTest {
  private final List<String> loaded = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();
  private final EntityCache cache = cache(new EntityHeap(16, Long.MAX_VALUE));

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

  private void get(EntityCache from, String prefix, int begin, int end) {
    IntStream.range(begin, end).forEach(i -> from.get(prefix + i));
  }

  @Test
  void allStayWhileThereIsRoom() {
    get(cache, "k", 0, 15);
    get(cache, "k", 0, 15);
    assertThat(left).isEmpty();
    assertThat(loaded).hasSize(15);
  }

  @Test
  void crowdOfEntitiesUsedOnceDoesNotDisplaceTheOthers() {
    get(cache, "k", 0, 15);
    get(cache, "k", 0, 15);
    get(cache, "crowd", 0, 1_000);
    assertThat(left).allMatch(key -> key.startsWith("crowd")).hasSize(999);
    get(cache, "k", 0, 15);
    assertThat(loaded).as("all on the heap still").hasSize(1_015);
  }

  @Test
  void oneUsedAgainOnTrialStaysInsteadOfTheFirstThatWasNot() {
    get(cache, "k", 0, 15);
    List.of("k0", "k14", "new", "new", "other").forEach(cache::get);
    assertThat(left).as("k0 was used again").containsExactly("k1");
    get(cache, "crowd", 0, 100);
    assertThat(left).startsWith("k1", "other").hasSize(101);
    assertThat(cache.peek("new")).isNotNull();
  }

  @Test
  void oneThatComesBackSoonStays() {
    get(cache, "k", 0, 16);
    get(cache, "crowd", 0, 10);
    assertThat(left).contains("crowd3");
    left.clear();
    cache.get("crowd3");
    get(cache, "later", 0, 100);
    assertThat(left).doesNotContain("crowd3");
    assertThat(cache.peek("crowd3")).isNotNull();
  }

  @Test
  void oneThatMayNotLeaveYetStays() {
    get(cache, "k", 0, 16);
    kept.addAll(List.of("new", "newer"));
    get(cache, "crowd", 0, 10);
    List.of("new", "newer").forEach(cache::get);
    get(cache, "crowd", 10, 20);
    assertThat(cache.peek("new")).isNotNull();
    assertThat(cache.peek("newer")).isNotNull();
    assertThat(left).contains("k0");
  }

  @Test
  void firstThatWasNotUsedAgainLeaves() {
    EntityCache two = cache(new EntityHeap(2, Long.MAX_VALUE));
    kept.addAll(List.of("a", "b", "c", "d"));
    EntityEntry a = two.get("a");
    two.get("b");
    assertThat(two.get("a")).isSameAs(a);
    two.get("c");

    assertThat(left).as("a was passed over").containsExactly("b");
    assertThat(two.get("a")).isSameAs(a);
    assertThat(loaded).containsExactly("a", "b", "c");
    two.get("d");
    assertThat(left).containsExactly("b", "c");
  }

  @Test
  void oneIsLeftOutThoughAllWereUsedAgain() {
    EntityCache three = cache(new EntityHeap(3, Long.MAX_VALUE));
    List.of("a", "a", "b", "b", "c", "c", "a", "b", "c", "d").forEach(three::get);
    assertThat(left).hasSize(1).doesNotContain("d");
  }

  @Test
  void oneAloneIsReplacedByEachThatComes() {
    EntityCache one = cache(new EntityHeap(1, Long.MAX_VALUE));
    List.of("a", "a", "b", "b", "a", "c", "b").forEach(one::get);
    assertThat(left).containsExactly("a", "b", "a", "c");
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
    for (int i = 0; i < 1_000; i++) {
      cache.get("k" + i);
      assertThat(loaded.size() - left.size()).isBetween(Math.min(i, 15), 16);
    }
    assertThat(left).doesNotHaveDuplicates();
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

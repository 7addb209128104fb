package io.tidemark.entity;

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
  private final EntityCache cache = new EntityCache(new EntityHeap(16, Long.MAX_VALUE));

  private EntityEntry get(EntityCache from, String key) {
    EntityEntry entry = from.peek(key);
    if (entry != null) {
      from.use(entry);
      return entry;
    }
    loaded.add(key);
    EntityEntry read = new EntityEntry(key, null);
    read.unsent = kept.contains(key);
    from.add(read);
    while (from.hasGrown()) {
      EntityEntry victim = from.victim(false);
      if (victim != null) {
        left.add(victim.key());
      }
    }
    return read;
  }

  private EntityEntry get(String key) {
    return get(cache, key);
  }

  private void get(EntityCache from, String prefix, int begin, int end) {
    IntStream.range(begin, end).forEach(i -> get(from, prefix + i));
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
    List.of("k0", "k14", "new", "new", "other").forEach(this::get);
    assertThat(left).as("k0 was used again").containsExactly("k1");
    get(cache, "crowd", 0, 100);
    assertThat(left).startsWith("k1", "other").hasSize(101);
    assertThat(cache.peek("new")).isNotNull();
  }

  @Test
  void oneThatIsReadAgainSoonStays() {
    get(cache, "k", 0, 16);
    get(cache, "crowd", 0, 10);
    assertThat(left).contains("crowd3");
    left.clear();
    get("crowd3");
    get(cache, "later", 0, 100);
    assertThat(left).doesNotContain("crowd3");
    assertThat(cache.peek("crowd3")).isNotNull();
  }

  @Test
  void oneThatIsUnsentStaysWhileThereIsNoRoomForItsRow() {
    get(cache, "k", 0, 16);
    kept.addAll(List.of("new", "newer"));
    get(cache, "crowd", 0, 10);
    List.of("new", "newer").forEach(this::get);
    get(cache, "crowd", 10, 20);
    assertThat(cache.peek("new")).isNotNull();
    assertThat(cache.peek("newer")).isNotNull();
    assertThat(left).contains("k0");
  }

  @Test
  void oneThatIsUnsentIsEvictedWhileThereIsRoomForItsRow() {
    get(cache, "k", 0, 16);
    EntityEntry read = new EntityEntry("unsent", null);
    read.unsent = true;
    cache.add(read);
    assertThat(cache.victim(true)).isNotNull();
    cache.add(new EntityEntry("other", null));
    assertThat(cache.victim(true)).isSameAs(read);
    assertThat(cache.victim(true)).isNull();
    assertThat(cache.hasGrown()).isFalse();
  }

  @Test
  void firstThatWasNotUsedAgainIsEvicted() {
    EntityCache two = new EntityCache(new EntityHeap(2, Long.MAX_VALUE));
    kept.addAll(List.of("a", "b", "c", "d"));
    EntityEntry a = get(two, "a");
    get(two, "b");
    assertThat(get(two, "a")).isSameAs(a);
    get(two, "c");

    assertThat(left).as("a was spared").containsExactly("b");
    assertThat(get(two, "a")).isSameAs(a);
    assertThat(loaded).containsExactly("a", "b", "c");
    get(two, "d");
    assertThat(left).containsExactly("b", "c");
  }

  @Test
  void oneIsLeftOutThoughAllWereUsedAgain() {
    EntityCache three = new EntityCache(new EntityHeap(3, Long.MAX_VALUE));
    List.of("a", "a", "b", "b", "c", "c", "a", "b", "c", "d").forEach(key -> get(three, key));
    assertThat(left).hasSize(1).doesNotContain("d");
  }

  @Test
  void oneAloneIsReplacedByEachThatComes() {
    EntityCache one = new EntityCache(new EntityHeap(1, Long.MAX_VALUE));
    List.of("a", "a", "b", "b", "a", "c", "b").forEach(key -> get(one, key));
    assertThat(left).containsExactly("a", "b", "a", "c");
  }

  @Test
  void removedEntityIsReadAgainAndIsNotEvicted() {
    EntityEntry a = get("a");
    cache.remove("a");
    assertThat(get("a")).isNotSameAs(a);
    assertThat(left).isEmpty();
  }

  @Test
  void neverHoldsMoreThanItsLimit() {
    for (int i = 0; i < 1_000; i++) {
      get("k" + i);
      assertThat(loaded.size() - left.size()).isBetween(Math.min(i, 15), 16);
    }
    assertThat(left).doesNotHaveDuplicates();
  }

  @Test
  void largeEntitiesLeaveFewerPlaces() {
    EntityCache bounded = new EntityCache(new EntityHeap(100, 10 * EntityEntryCodec.NEW_BYTES));
    for (int i = 0; i < 10; i++) {
      get(bounded, "k" + i);
    }
    assertThat(left).isEmpty();
    get(bounded, "k9").bytes = 9 * EntityEntryCodec.NEW_BYTES;
    get(bounded, "k9");
    get(bounded, "k10");
    assertThat(left).as("nine places are taken by k9").hasSize(9).doesNotContain("k9");
    get(bounded, "k11").bytes = 100 * EntityEntryCodec.NEW_BYTES;
    get(bounded, "k11");
    get(bounded, "k12");
    assertThat(left).contains("k9", "k10", "k11").doesNotContain("k12");
  }

  @Test
  void removedEntityMakesRoom() {
    EntityCache bounded = new EntityCache(new EntityHeap(100, 2 * EntityEntryCodec.NEW_BYTES));
    for (int i = 0; i < 10; i++) {
      get(bounded, "k" + i);
      bounded.remove("k" + i);
    }
    get(bounded, "a");
    get(bounded, "b");
    assertThat(left).isEmpty();
  }

  @Test
  void tasksHaveEqualShares() {
    EntityHeap heap = new EntityHeap(100, 10 * EntityEntryCodec.NEW_BYTES);
    EntityCache first = new EntityCache(heap);
    for (int i = 0; i < 10; i++) {
      get(first, "k" + i);
    }
    EntityCache second = new EntityCache(heap);
    get(first, "k10");
    assertThat(left).hasSize(6);
    for (int i = 0; i < 6; i++) {
      get(second, "s" + i);
    }
    assertThat(left).endsWith("s0").hasSize(7);
    Reference.reachabilityFence(second);
  }
}

package io.tidemark.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a task remembers of erasures. */
class ErasureMemoryTest {
  private static final PendingErasure ONE = new PendingErasure("e-1", "k", 300, true, 0, 1, 258);

  private final HeldErasures rows = new HeldErasures();
  private final ErasureMemory memory = new ErasureMemory("shop:user:", rows);

  @Test
  void laterErasureHoldsWhicheverCameFirst() {
    memory.cutOff("k", new Cutoffs(200, 200));
    memory.cutOff("k", new Cutoffs(Long.MIN_VALUE, 300));
    memory.cutOff("k", new Cutoffs(100, 100));
    assertThat(memory.of("k")).isEqualTo(new Cutoffs(200, 300));
    assertThat(memory.of("other")).isEqualTo(Cutoffs.NONE);
    assertThat(new ErasureMemory("shop:user:", rows).of("k")).isEqualTo(new Cutoffs(200, 300));
  }

  @Test
  void eventCountsFromTheCutoffOn() {
    Cutoffs cutoffs = new Cutoffs(200, 300);
    assertThat(cutoffs.keeps(199, false)).isFalse();
    assertThat(cutoffs.keeps(200, false)).isTrue();
    assertThat(cutoffs.keeps(299, true)).isFalse();
    assertThat(Cutoffs.NONE.keeps(Long.MIN_VALUE, true)).isTrue();
  }

  @Test
  void erasureIsUnderWayUntilItEnds() {
    memory.cutOff("k", new Cutoffs(200, 200));
    memory.begun(ONE);
    assertThat(new ErasureMemory("shop:user:", rows).pending()).containsExactly(ONE);
    memory.ended(ONE);
    assertThat(new ErasureMemory("shop:user:", rows).pending()).isEmpty();
  }

  /** As receipts name the entity: {@code printf shop:user:k | sha256sum}. */
  @Test
  void nameIsHashed() {
    assertThat(ErasureMemory.hash("shop:user:k")).hasSize(64).matches("[0-9a-f]+");
    memory.cutOff("k", new Cutoffs(1, 1));
    assertThat(rows.get("e" + ErasureMemory.hash("shop:user:k"))).isNotNull();
  }
}

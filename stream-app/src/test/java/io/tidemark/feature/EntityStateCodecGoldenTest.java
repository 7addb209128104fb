package io.tidemark.feature;

import static io.tidemark.feature.Plans.aggregate;
import static io.tidemark.feature.Plans.group;
import static io.tidemark.feature.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.FeatureGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes of format 3: a change of them needs another format. */
class EntityStateCodecGoldenTest {
  private static final long NOW = 1_700_000_000_000L;

  private static final FeatureGroup GROUP =
      group(
          "g",
          1,
          aggregate("n", AggregateOp.COUNT, null, "5m"),
          aggregate("sum", AggregateOp.SUM, "price", "5m"),
          aggregate("least", AggregateOp.MIN, "quantity", "5m"),
          aggregate("last", AggregateOp.LAST, "item"));

  private static EntityState state(FeaturePlan plan, double... prices) {
    FeatureEngine engine = new FeatureEngine(plan);
    EntityState state = engine.empty();
    for (int i = 0; i < prices.length; i++) {
      long timeMs = NOW - i * 20_000L;
      Object[] inputs = {null, prices[i], (long) i, "é" + i};
      engine.apply(state, plan.groupIndex("g@1"), inputs, timeMs, NOW);
      engine.apply(state, plan.groupIndex("g@1"), inputs, timeMs, NOW);
    }
    state.revision(300);
    return state;
  }

  private static String hex(FeaturePlan plan, EntityState state) {
    return HexFormat.of().formatHex(new EntityStateCodec(plan).encode(state));
  }

  @Test
  void emptyState() {
    FeaturePlan plan = plan(GROUP);
    EntityState state = new FeatureEngine(plan).empty();

    assertThat(hex(plan, state)).isEqualTo("0300ffffffffffffffffff0100");
  }

  @Test
  void tilesWithWholeDecimalAndLongSums() {
    FeaturePlan plan = plan(GROUP);

    assertThat(hex(plan, state(plan, 12.0, 12.99, 1e300, 0.1)))
        .isEqualTo(
            "03ac0280a0abfef962014a9347590963b7622e000400020402020201302000020202cc28200202020f7e47e43c8800759c2004020202282006012303c3a9300000");
  }

  @Test
  void sumsThatNeedTwoDoublesOrMore() {
    FeaturePlan plan = plan(GROUP);
    FeatureEngine engine = new FeatureEngine(plan);
    EntityState state = engine.empty();
    for (double price : new double[] {0.1, 0.2, 0.7}) {
      engine.apply(state, 0, new Object[] {null, price, null, null}, NOW, NOW);
    }
    for (double price : new double[] {1e16, 1.0, 1e-9, 1e30}) {
      engine.apply(state, 0, new Object[] {null, price, null, null}, NOW - 60_000, NOW);
    }

    assertThat(hex(plan, state))
        .isEqualTo(
            "030080a0abfef962014a9347590963b7622c000200080303210209bc8024040440a30117327cb273411a621bc9bf040004000000112e0be826d695240000");
  }

  @Test
  void whatIsDatedAheadOfTheClockWaitsWithItsInstant() {
    FeaturePlan plan = plan(GROUP);
    FeatureEngine engine = new FeatureEngine(plan);
    EntityState state = engine.empty();
    engine.apply(state, 0, new Object[] {null, 1.5, 2L, "a"}, NOW + 120_000, NOW);

    assertThat(state.lastEventMs()).isEqualTo(EntityState.NO_EVENT);
    assertThat(hex(plan, state))
        .isEqualTo(
            "0300ffffffffffffffffff01014a9347590963b762190000000180f3b9fef962000100010102ac0220040123016100");
    EntityState decoded =
        new EntityStateCodec(plan).decode(new EntityStateCodec(plan).encode(state));
    assertThat(engine.vector(decoded, NOW, new long[1]).value("g.n_5m")).isEqualTo(0L);
    assertThat(engine.vector(decoded, NOW + 120_000, new long[1]).value("g.last")).isEqualTo("a");
    assertThat(decoded.lastEventMs()).isEqualTo(NOW + 120_000);
  }

  /** One that is hot: to the millisecond at first, then to the second; nothing is dropped. */
  @Test
  void manyInstantsAheadAreKeptBySeconds() {
    FeaturePlan plan = plan(GROUP);
    FeatureEngine engine = new FeatureEngine(plan);
    EntityStateCodec codec = new EntityStateCodec(plan);
    EntityState state = engine.empty();
    int events = 3 * Ahead.EXACT;
    for (int i = 0; i < events; i++) {
      engine.apply(state, 0, new Object[] {true, 1.5, 2L, "a"}, NOW + 1 + i * 7L, NOW);
      state = i % 1_000 == 0 ? codec.decode(codec.encode(state)) : state;
    }

    assertThat(state.group(0).ahead().size()).isLessThan(Ahead.EXACT + 20);
    EntityState read = codec.decode(codec.encode(state));
    assertThat(codec.encode(read)).isEqualTo(codec.encode(state));
    Vector vector = engine.vector(read, NOW + events * 7L + 1_000, new long[1]);
    assertThat(vector.value("g.n_5m")).isEqualTo((long) events);
  }

  @Test
  void threeEventsAreTensOfBytes() {
    FeaturePlan plan = Plans.std16();
    FeatureEngine engine = new FeatureEngine(plan);
    EntityState state = engine.empty();
    for (int i = 0; i < 3; i++) {
      double price = (1_999 + 750 * i) / 100.0;
      engine.apply(
          state, 0, new Object[] {null, price, price, price}, NOW + i * 1_000L, NOW + 2_000);
    }
    state.revision(NOW);

    assertThat(new EntityStateCodec(plan).encode(state)).hasSizeLessThan(100);
  }

  @Test
  void changedGroupStartsEmptyAndUnrelatedGroupsKeepTheirState() {
    FeatureGroup other = group("o", 1, aggregate("n", AggregateOp.COUNT, null, "5m"));
    FeatureGroup changed = group("g", 2, GROUP.aggregates().toArray(new Aggregate[0]));
    FeatureGroup added = group("a", 1, aggregate("n", AggregateOp.COUNT, null));
    FeaturePlan before = plan(GROUP, other);
    FeaturePlan after = plan(added, other, changed);
    EntityState state = state(before, 1, 2);
    new FeatureEngine(before).apply(state, 1, new Object[1], NOW, NOW);

    EntityState decoded =
        new EntityStateCodec(after).decode(new EntityStateCodec(before).encode(state));
    Vector vector = new FeatureEngine(after).vector(decoded, NOW, new long[3]);

    assertThat(vector.value("o.n_5m")).isEqualTo(1L);
    assertThat(vector.value("g.n_5m")).isEqualTo(0L);
    assertThat(vector.value("g.last")).isNull();
    assertThat(vector.value("a.n")).isEqualTo(0L);
    assertThat(decoded.revision()).isEqualTo(300);
  }

  @Test
  void groupRemembersItsOwnLastEventWhenNothingElseIsLeftOfIt() {
    FeatureGroup other = group("o", 1, aggregate("n", AggregateOp.COUNT, null, "5m"));
    FeatureGroup silent = group("s", 1, aggregate("n", AggregateOp.COUNT, null));
    FeaturePlan plan = plan(GROUP, other, silent);
    FeatureEngine engine = new FeatureEngine(plan);
    EntityState state = state(plan, 1);
    engine.apply(state, 1, new Object[1], NOW - 200_000, NOW);
    engine.apply(state, 1, new Object[1], NOW - 100_000, NOW);
    engine.prune(state, NOW + 3_600_000);

    EntityState decoded =
        new EntityStateCodec(plan).decode(new EntityStateCodec(plan).encode(state));

    assertThat(decoded.lastEventMs()).isEqualTo(NOW);
    assertThat(decoded.lastEventMs(0)).isEqualTo(NOW);
    assertThat(decoded.lastEventMs(1)).isEqualTo(NOW - 100_000);
    assertThat(decoded.lastEventMs(2)).isEqualTo(EntityState.NO_EVENT);
    EntityState merged = engine.empty();
    engine.merge(merged, decoded);
    assertThat(merged.lastEventMs(1)).isEqualTo(NOW - 100_000);
  }

  @Test
  void ownerAndNamesOfFeaturesDoNotResetTheState() {
    FeatureGroup renamed =
        new FeatureGroup(
            "g",
            1,
            "someone",
            "events",
            "user",
            null,
            Duration.ofDays(3),
            List.of(
                aggregate("number", AggregateOp.COUNT, null, "5m"),
                GROUP.aggregates().get(1),
                GROUP.aggregates().get(2),
                GROUP.aggregates().get(3)),
            List.of());

    assertThat(plan(renamed).groupHash(0)).isEqualTo(plan(GROUP).groupHash(0));
    assertThat(plan(group("g", 2)).groupHash(0)).isNotEqualTo(plan(group("g", 1)).groupHash(0));
    assertThat(plan(GROUP).groupIds().get(0)).matches("g@1-[0-9a-f]{16}");
  }

  @Test
  void unknownFormatIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> new EntityStateCodec(plan(GROUP)).decode(new byte[] {9, 0, 0}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9")
        .hasMessageContaining("format 3")
        .hasMessageContaining("computes everything anew from the topics");
  }

  @Test
  void truncatedBytesAreRefused() {
    FeaturePlan plan = plan(GROUP);
    EntityStateCodec codec = new EntityStateCodec(plan);
    byte[] bytes = codec.encode(state(plan, 12.0, 12.99, 1e300, 0.1));
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(part)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void damagedBytesAreRefusedOrReadAndNothingElse() {
    FeaturePlan plan = plan(GROUP);
    EntityStateCodec codec = new EntityStateCodec(plan);
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = codec.encode(state(plan, 12.0, 1e300, 0.1 + i));
      bytes[1 + random.nextInt(bytes.length - 1)] ^= (byte) (1 + random.nextInt(255));
      try {
        codec.decode(bytes);
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}

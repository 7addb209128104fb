package io.tidemark.feature;

import static io.tidemark.feature.Plans.aggregate;
import static io.tidemark.feature.Plans.group;
import static io.tidemark.feature.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.definition.AggregateOp;
import io.tidemark.event.FieldType.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureEngineTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** 14:27:00 of some day: no edge of any hop above a minute. */
  private static final long NOW = Instant.parse("2026-11-21T14:27:00Z").toEpochMilli();

  /** Long ago: nothing is warming. */
  private static final long[] STARTED = {0};

  private final FeaturePlan plan =
      plan(
          aggregate("count", AggregateOp.COUNT, null, "5m", "1h"),
          aggregate("sum", AggregateOp.SUM, "price", "1h"),
          aggregate("mean", AggregateOp.MEAN, "price", "1h"),
          aggregate("max", AggregateOp.MAX, "price", "1h"),
          aggregate("last", AggregateOp.LAST, "item"));
  private final FeatureEngine engine = new FeatureEngine(plan);
  private final EntityState state = engine.empty();

  private Applied buy(double price, long timeMs, long nowMs) {
    Object[] inputs = {null, price, price, price, "item-" + price};
    return engine.apply(state, 0, inputs, timeMs, nowMs);
  }

  private Vector at(long nowMs) {
    return engine.vector(state, nowMs, STARTED);
  }

  @Test
  void emptyWindowsAreZeroForCountAndSumAndAbsentForAllElse() {
    Vector vector = at(NOW);

    assertThat(vector.value("g.count_1h")).isEqualTo(0L);
    assertThat(vector.value("g.sum_1h")).isEqualTo(0.0);
    assertThat(vector.value("g.mean_1h")).isNull();
    assertThat(vector.value("g.max_1h")).isNull();
    assertThat(vector.value("g.last")).isNull();
    assertThat(vector.validUntilMs()).isEqualTo(Vector.FOREVER);
  }

  @Test
  void eventLeavesOneHopAfterItsTileAndItsWindow() {
    long timeMs = NOW - 30 * SECOND;
    buy(2.5, timeMs, NOW);
    long leavesAtMs = Math.floorDiv(timeMs, 15 * SECOND) * 15 * SECOND + 15 * SECOND + 5 * MINUTE;

    assertThat(at(NOW).validUntilMs()).isEqualTo(leavesAtMs);
    assertThat(at(leavesAtMs - 1).value("g.count_5m")).isEqualTo(1L);
    assertThat(at(leavesAtMs).value("g.count_5m")).isEqualTo(0L);
    assertThat(at(leavesAtMs).value("g.count_1h")).isEqualTo(1L);
  }

  @Test
  void windowsEmptyWithoutEventsAndThenNothingChangesAnyMore() {
    buy(2.5, NOW, NOW);
    Vector after = at(NOW + HOUR + 5 * MINUTE);

    assertThat(after.value("g.count_1h")).isEqualTo(0L);
    assertThat(after.value("g.sum_1h")).isEqualTo(0.0);
    assertThat(after.value("g.mean_1h")).isNull();
    assertThat(after.value("g.max_1h")).isNull();
    assertThat(after.value("g.last")).isEqualTo("item-2.5");
    assertThat(after.validUntilMs()).isEqualTo(Vector.FOREVER);
  }

  @Test
  void timerThatRunsLateLeavesNothingStaleUnderTheNextEvent() {
    buy(1, NOW, NOW);
    at(NOW);
    long muchLaterMs = NOW + 3 * HOUR;

    buy(2, muchLaterMs, muchLaterMs);

    assertThat(at(muchLaterMs).value("g.count_1h")).isEqualTo(1L);
    assertThat(at(muchLaterMs).value("g.sum_1h")).isEqualTo(2.0);
  }

  @Test
  void readingAtAnExpiryChangesNothingThatIsReadLater() {
    EntityState unread = engine.empty();
    for (int i = 0; i < 30; i++) {
      long timeMs = NOW + i * MINUTE;
      buy(i, timeMs, timeMs);
      at(at(timeMs).validUntilMs());
      engine.apply(unread, 0, new Object[] {null, i * 1.0, i * 1.0, i * 1.0, null}, timeMs, timeMs);
    }
    long nowMs = NOW + 40 * MINUTE;

    assertThat(at(nowMs).value("g.sum_1h"))
        .isEqualTo(engine.vector(unread, nowMs, STARTED).value("g.sum_1h"));
  }

  @Test
  void lateEventDoesNotReinflateWindowItHasLeft() {
    buy(1, NOW, NOW);

    assertThat(buy(2, NOW - 30 * MINUTE, NOW)).isEqualTo(Applied.APPLIED);

    assertThat(at(NOW).value("g.count_5m")).isEqualTo(1L);
    assertThat(at(NOW).value("g.count_1h")).isEqualTo(2L);
  }

  @Test
  void eventBeyondTheLongestWindowIsLateAndLifetimeTakesItAllTheSame() {
    assertThat(buy(3, NOW - 2 * HOUR, NOW)).isEqualTo(Applied.LATE);

    assertThat(at(NOW).value("g.count_1h")).isEqualTo(0L);
    assertThat(at(NOW).value("g.last")).isEqualTo("item-3.0");
    assertThat(state.tileCount()).isZero();
  }

  @Test
  void lateEventThatNothingTakesLeavesNoTrace() {
    FeaturePlan windows = plan(aggregate("count", AggregateOp.COUNT, null, "5m"));
    FeatureEngine some = new FeatureEngine(windows);
    EntityState untouched = some.empty();

    assertThat(some.apply(untouched, 0, new Object[1], NOW - DAY, NOW)).isEqualTo(Applied.LATE);
    assertThat(untouched.lastEventMs()).isEqualTo(EntityState.NO_EVENT);
    assertThat(some.isEmpty(untouched, NOW)).isTrue();
  }

  @Test
  void eventAheadOfTheClockCountsFromItsTileOnAndMovesNothingElse() {
    buy(1, NOW, NOW);
    long aheadMs = NOW + 2 * MINUTE;

    buy(9, aheadMs, NOW);

    assertThat(at(NOW).value("g.count_5m")).isEqualTo(1L);
    assertThat(at(NOW).validUntilMs()).isEqualTo(aheadMs);
    assertThat(at(aheadMs).value("g.count_5m")).isEqualTo(2L);
  }

  @Test
  void validityIsTheFirstChangeAndNotTheFirstExpiry() {
    FeaturePlan maximum = plan(aggregate("max", AggregateOp.MAX, "price", "1h"));
    FeatureEngine some = new FeatureEngine(maximum);
    EntityState prices = some.empty();
    some.apply(prices, 0, new Object[] {1.0}, NOW - 30 * MINUTE, NOW);
    some.apply(prices, 0, new Object[] {5.0}, NOW - 10 * MINUTE, NOW);
    long tileOfMaximum = Math.floorDiv(NOW - 10 * MINUTE, 5 * MINUTE);

    assertThat(some.vector(prices, NOW, STARTED).validUntilMs())
        .isEqualTo((tileOfMaximum + 1) * 5 * MINUTE + HOUR);
  }

  @Test
  void windowIsWarmingUntilItIsCovered() {
    buy(1, NOW, NOW);
    long[] starts = {NOW - 10 * MINUTE};
    Vector vector = engine.vector(state, NOW, starts);

    assertThat(vector.warming()).containsExactly("g.count_1h", "g.max_1h", "g.mean_1h", "g.sum_1h");
    assertThat(vector.isWarming(plan.indexOf("g.count_5m"))).isFalse();
    long coveredAtMs = NOW + 50 * MINUTE;
    assertThat(engine.vector(state, coveredAtMs - 1, starts).validUntilMs()).isEqualTo(coveredAtMs);
    assertThat(engine.vector(state, coveredAtMs, starts).warming()).isEmpty();
  }

  @Test
  void groupWithoutEventsWarmsWithoutEnd() {
    Vector vector = engine.vector(state, NOW, new long[] {FeatureEngine.NOT_STARTED});

    assertThat(vector.warming()).hasSize(5).doesNotContain("g.last");
    assertThat(vector.validUntilMs()).isEqualTo(Vector.FOREVER);
  }

  @Test
  void nullsAreSkippedPerAggregateAndEventsAreCounted() {
    Object[] none = new Object[5];
    engine.apply(state, 0, none, NOW, NOW);

    assertThat(at(NOW).value("g.count_1h")).isEqualTo(1L);
    assertThat(at(NOW).value("g.mean_1h")).isNull();
    assertThat(engine.unusableInputs()).isZero();
  }

  @Test
  void inputsThatAreNotFiniteOrOfAnotherTypeAreSkippedAndCounted() {
    Object[] odd = {null, Double.NaN, Double.POSITIVE_INFINITY, "text", List.of()};
    engine.apply(state, 0, odd, NOW, NOW);

    assertThat(at(NOW).value("g.sum_1h")).isEqualTo(0.0);
    assertThat(at(NOW).value("g.mean_1h")).isNull();
    assertThat(at(NOW).value("g.max_1h")).isNull();
    assertThat(engine.unusableInputs()).isEqualTo(4);
  }

  @Test
  void lastOfEqualTimesIsTheGreatest() {
    buy(1, NOW, NOW);
    buy(3, NOW, NOW);
    buy(2, NOW, NOW);
    buy(9, NOW - 1, NOW);

    assertThat(at(NOW).value("g.last")).isEqualTo("item-3.0");
  }

  @Test
  void sumOfIntegersIsExactAndPast64BitsTheNearestDouble() {
    FeaturePlan sums = plan(aggregate("sum", AggregateOp.SUM, "quantity", "1h"));
    FeatureEngine some = new FeatureEngine(sums);
    EntityState total = some.empty();
    some.apply(total, 0, new Object[] {Long.MAX_VALUE - 1}, NOW, NOW);
    some.apply(total, 0, new Object[] {1L}, NOW, NOW);
    assertThat(some.vector(total, NOW, STARTED).value(0)).isEqualTo(Long.MAX_VALUE);

    some.apply(total, 0, new Object[] {1L}, NOW, NOW);
    assertThat(some.vector(total, NOW, STARTED).value(0)).isEqualTo(0x1p63);

    some.apply(total, 0, new Object[] {-2L}, NOW, NOW);
    assertThat(some.vector(total, NOW, STARTED).value(0)).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void timesBeforeTheEpochAreTimes() {
    long nowMs = -NOW;
    buy(1, nowMs - MINUTE, nowMs);

    assertThat(at(nowMs).value("g.count_5m")).isEqualTo(1L);
    assertThat(at(nowMs + 6 * MINUTE).value("g.count_5m")).isEqualTo(0L);
  }

  @Test
  void stateIsEmptyWhenEveryWindowIsAndNothingIsForLife() {
    FeaturePlan windows = plan(aggregate("count", AggregateOp.COUNT, null, "5m", "1h"));
    FeatureEngine some = new FeatureEngine(windows);
    EntityState one = some.empty();
    some.apply(one, 0, new Object[1], NOW, NOW);

    assertThat(some.isEmpty(one, NOW + HOUR)).isFalse();
    assertThat(some.isEmpty(one, NOW + HOUR + 5 * MINUTE)).isTrue();
    buy(1, NOW, NOW);
    assertThat(engine.isEmpty(state, NOW + 90 * DAY)).isFalse();
  }

  @Test
  void tilesThatNoWindowNeedsAreForgotten() {
    for (long i = 0; i < 10_000; i++) {
      buy(1, NOW + i * MINUTE, NOW + i * MINUTE);
    }

    assertThat(state.tileCount()).isLessThanOrEqualTo(6 + 14);
    assertThat(state.heapBytes()).isLessThan(4_000);
  }

  @Test
  void aggregatesOfOneExpressionShareTheirState() {
    FeaturePlan std16 = Plans.std16();

    assertThat(std16.features()).hasSize(16);
    assertThat(std16.groupPlans().get(0).tiers())
        .hasSize(4)
        .allSatisfy(tier -> assertThat(tier.layout().slots()).hasSize(3));
  }

  @Test
  void featuresHaveOneKindEach() {
    FeaturePlan kinds =
        plan(
            aggregate("n", AggregateOp.COUNT, "item"),
            aggregate("whole", AggregateOp.SUM, "quantity"),
            aggregate("real", AggregateOp.SUM, "price"),
            aggregate("mean", AggregateOp.MEAN, "quantity"),
            aggregate("least", AggregateOp.MIN, "quantity"),
            aggregate("last", AggregateOp.LAST, "item"));

    assertThat(kinds.features().stream().map(Feature::kind))
        .containsExactly(Kind.INT, Kind.INT, Kind.DOUBLE, Kind.DOUBLE, Kind.INT, Kind.STRING);
  }

  @Test
  void groupsOfOneEntityDoNotMix() {
    FeaturePlan two =
        plan(
            group("a", 1, aggregate("n", AggregateOp.COUNT, null, "5m")),
            group("b", 1, aggregate("n", AggregateOp.COUNT, null, "5m")));
    FeatureEngine some = new FeatureEngine(two);
    EntityState both = some.empty();
    some.apply(both, two.groupIndex("b@1"), new Object[1], NOW, NOW);
    Vector vector = some.vector(both, NOW, new long[] {0, 0});

    assertThat(vector.value("a.n_5m")).isEqualTo(0L);
    assertThat(vector.value("b.n_5m")).isEqualTo(1L);
  }

  @Test
  void mistakesOfTheCallerAreNamed() {
    assertThatThrownBy(() -> engine.apply(state, 0, new Object[2], NOW, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2")
        .hasMessageContaining("5 aggregates");
    assertThatThrownBy(() -> plan(group("a", 1), group("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group a");
    assertThatThrownBy(() -> plan(aggregate("n", AggregateOp.COUNT, null, "11s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11000 ms");
    assertThatThrownBy(() -> at(NOW).value("g.none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("g.none");
  }
}

package io.tidemark.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.event.FieldType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Results against plain recomputation over the list of events, and at their edges. */
class AggregationResultsPropertyTest {
  private static final int STREAMS = 1_000;
  private static final AggregateParameters TOLD = AggregateParameters.NONE;

  private record Event(Object value, long timeMs) {}

  private static CellHolder holder(AggregateOp op, AggregateParameters told, long windowMs) {
    return new CellHolder(Aggregations.of(op, told, windowMs));
  }

  private static CellHolder holder(AggregateOp op) {
    return holder(op, TOLD, 0);
  }

  private static CellHolder filled(CellHolder holder, List<Event> events) {
    events.forEach(event -> holder.add(event.value(), event.timeMs()));
    return holder;
  }

  private static List<Event> events(Random random, int count, Function<Random, Object> values) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new Event(values.apply(random), random.nextInt(20) * 1_000L));
    }
    return events;
  }

  private static Object numberOrText(Random random) {
    return random.nextBoolean() ? (Object) (long) random.nextInt(9) : "t" + random.nextInt(9);
  }

  @Test
  void varianceIsTheNearestDoubleAndDeviationWithinOneUnit() {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(i);
      double centre = Math.pow(10, random.nextInt(16)) * (i % 3);
      double spread = Math.pow(10, random.nextInt(12) - 6);
      List<Event> events =
          events(random, 1 + random.nextInt(30), r -> centre + spread * r.nextGaussian());
      BigDecimal expected = variance(events);
      BigDecimal root = expected.sqrt(new MathContext(60));

      double variance =
          (Double) filled(holder(AggregateOp.VARIANCE), events).result(Kind.DOUBLE, 0);
      assertThat(variance).as("seed %d", i).isEqualTo(expected.doubleValue());
      double deviation = (Double) filled(holder(AggregateOp.STDDEV), events).result(Kind.DOUBLE, 0);
      assertThat(new BigDecimal(deviation).subtract(root).abs())
          .as("seed %d", i)
          .isLessThanOrEqualTo(new BigDecimal(Math.ulp(deviation)));
    }
  }

  private static BigDecimal variance(List<Event> events) {
    MathContext digits = new MathContext(400);
    BigDecimal count = BigDecimal.valueOf(events.size());
    BigDecimal mean =
        events.stream()
            .map(event -> new BigDecimal((Double) event.value()))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(count, digits);
    return events.stream()
        .map(event -> new BigDecimal((Double) event.value()).subtract(mean).pow(2))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(count, digits);
  }

  @Test
  void varianceSurvivesCancellationAndTheEndsOfTheRange() {
    assertThat(variance(1e9 + 1, 1e9 + 2, 1e9 + 3)).isEqualTo(2.0 / 3);
    assertThat(variance(0.1, 0.1, 0.1)).isEqualTo(0.0);
    assertThat(variance(1e300, 1e300)).isEqualTo(0.0);
    assertThat(variance(1e200, -1e200)).isNull();
    assertThat(holder(AggregateOp.STDDEV).addAll(1e200, -1e200).result(Kind.DOUBLE, 0))
        .isEqualTo(1e200);
    assertThat(holder(AggregateOp.STDDEV).addAll(1e-200, -1e-200).result(Kind.DOUBLE, 0))
        .isEqualTo(1e-200);
    assertThat(variance(Long.MAX_VALUE, Long.MAX_VALUE - 2)).isEqualTo(1.0);
    assertThat(variance((1L << 53) + 1, (1L << 53) - 1)).isEqualTo(1.0);
  }

  private static Object variance(Object... inputs) {
    return holder(AggregateOp.VARIANCE).addAll(inputs).result(Kind.DOUBLE, 0);
  }

  @Test
  void firstAndLatestValuesGoByEventTimeThenByValue() {
    Comparator<Event> order =
        Comparator.comparingLong(Event::timeMs)
            .thenComparing(Event::value, (a, b) -> Scalar.compare(a, b));
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(i);
      List<Event> events =
          events(random, 1 + random.nextInt(30), AggregationResultsPropertyTest::numberOrText);
      List<Object> newestFirst =
          events.stream().sorted(order.reversed()).map(Event::value).toList();

      assertThat(filled(holder(AggregateOp.FIRST), events).result(Kind.DYNAMIC, 0))
          .as("seed %d", i)
          .isEqualTo(newestFirst.get(newestFirst.size() - 1));
      assertThat(filled(holder(AggregateOp.LAST), events).result(Kind.DYNAMIC, 0))
          .as("seed %d", i)
          .isEqualTo(newestFirst.get(0));
      int size = 1 + random.nextInt(10);
      CellHolder latest = holder(AggregateOp.LAST_N, TOLD.withSize(size), 0);
      assertThat(filled(latest, events).result(Kind.DYNAMIC, 0))
          .as("seed %d", i)
          .isEqualTo(newestFirst.subList(0, Math.min(size, newestFirst.size())));
    }
  }

  @Test
  void distinctIsExactUpToItsBound() {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(i);
      List<Event> events =
          events(random, 1 + random.nextInt(60), AggregationResultsPropertyTest::numberOrText);
      Set<Object> values = events.stream().map(Event::value).collect(Collectors.toSet());
      int max = 1 + random.nextInt(20);

      assertThat(
              filled(holder(AggregateOp.DISTINCT, TOLD.withMax(max), 0), events)
                  .result(Kind.DYNAMIC, 0))
          .as("seed %d", i)
          .isEqualTo((long) Math.min(max, values.size()));
      assertThat(filled(holder(AggregateOp.APPROX_DISTINCT), events).result(Kind.DYNAMIC, 0))
          .as("seed %d", i)
          .isEqualTo((long) values.size());
    }
  }

  @Test
  void mostFrequentValuesAreExactUpToTheBound() {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(i);
      List<Event> events =
          events(random, 1 + random.nextInt(60), AggregationResultsPropertyTest::numberOrText);
      Map<Object, Long> counts = new TreeMap<>((a, b) -> Scalar.compare(a, b));
      events.forEach(event -> counts.merge(event.value(), 1L, Long::sum));
      List<Object> expected =
          counts.entrySet().stream()
              .sorted(Map.Entry.<Object, Long>comparingByValue().reversed())
              .limit(4)
              .map(Map.Entry::getKey)
              .toList();

      assertThat(
              filled(holder(AggregateOp.TOP_K, TOLD.withSize(4).withMax(18), 0), events)
                  .result(Kind.DYNAMIC, 0))
          .as("seed %d", i)
          .isEqualTo(expected);
    }
  }

  @Test
  void heavyValuesOutliveAnyNumberOfRareOnes() {
    for (int i = 0; i < 50; i++) {
      Random random = new Random(i);
      CellHolder total = holder(AggregateOp.TOP_K, TOLD.withSize(2).withMax(20), 0);
      for (int part = 0; part < 20; part++) {
        CellHolder cell = holder(AggregateOp.TOP_K, TOLD.withSize(2).withMax(20), 0);
        for (int n = 0; n < 200; n++) {
          int die = random.nextInt(10);
          cell.add(die < 3 ? "heavy" : die < 5 ? "next" : "rare" + random.nextInt(100_000), 0);
        }
        total.merge(cell);
      }
      assertThat(total.result(Kind.STRING, 0)).as("seed %d", i).isEqualTo(List.of("heavy", "next"));
    }
  }

  @Test
  void listsAreImmutable() {
    for (AggregateOp op : List.of(AggregateOp.LAST_N, AggregateOp.TOP_K)) {
      List<?> list = (List<?>) holder(op).addAll(1L, 2L).result(Kind.DOUBLE, 0);
      assertThat(list.get(0)).isInstanceOf(Double.class);
      assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void distinctSketchIsWithinThreeStandardErrors() {
    double squares = 0;
    int runs = 0;
    for (int size : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
      for (int seed = 0; seed < (size > 100_000 ? 2 : 12); seed++) {
        Random random = new Random(seed);
        CellHolder holder = holder(AggregateOp.APPROX_DISTINCT);
        for (int i = 0; i < size; i++) {
          holder.add(random.nextLong(), 0);
        }
        double error = (Long) holder.result(Kind.INT, 0) / (double) size - 1;
        assertThat(error)
            .as("size %d, seed %d", size, seed)
            .isCloseTo(0, within(3 * DistinctHashes.STANDARD_ERROR));
        squares += error * error;
        runs++;
      }
    }
    assertThat(Math.sqrt(squares / runs)).isLessThan(1.3 * DistinctHashes.STANDARD_ERROR);
  }

  @Test
  void distinctSketchIsExactUntilItBeginsAndNeverFallsBelow() {
    CellHolder holder = holder(AggregateOp.APPROX_DISTINCT);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 700; i++) {
      String value = "v" + i % 600;
      holder.add(value, 0);
      seen.add(value);
      long count = (Long) holder.result(Kind.STRING, 0);
      if (seen.size() <= DistinctHashes.MAX_EXACT) {
        assertThat(count).isEqualTo(seen.size());
      } else {
        assertThat(count).isGreaterThan(DistinctHashes.MAX_EXACT);
      }
    }
  }

  @Test
  void quantileIsWithinOnePercent() {
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(i);
      double scale = Math.pow(10, random.nextInt(12) - 4);
      List<Event> events =
          events(
              random,
              1 + random.nextInt(200),
              r -> r.nextInt(10) == 0 ? 0.0 : scale * Math.exp(2 * r.nextGaussian()) * sign(r));
      double[] sorted = events.stream().mapToDouble(e -> (Double) e.value()).sorted().toArray();
      double p = i % 5 == 0 ? i % 2 : random.nextDouble();
      double expected = sorted[(int) (p * (sorted.length - 1))];

      CellHolder holder = filled(holder(AggregateOp.QUANTILE, TOLD.withQuantile(p), 0), events);
      assertThat((Double) holder.result(Kind.DOUBLE, 0))
          .as("seed %d", i)
          .isCloseTo(expected, within(0.0100001 * Math.abs(expected)));
    }
  }

  private static int sign(Random random) {
    return random.nextInt(4) == 0 ? -1 : 1;
  }

  @Test
  void quantileOfEqualNumbersAndOfTheExtremesIsExact() {
    for (Object number : new Object[] {12.99, -0.07, 0.0, 1e308, Double.MIN_VALUE, 7L}) {
      double expected = ((Number) number).doubleValue();
      assertThat(holder(AggregateOp.QUANTILE).addAll(number, number, number).result(Kind.INT, 0))
          .isEqualTo(expected);
    }
    assertThat(
            holder(AggregateOp.QUANTILE, TOLD.withQuantile(1), 0)
                .addAll(Double.MAX_VALUE, 1.0, -Double.MAX_VALUE)
                .result(Kind.DOUBLE, 0))
        .isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void binsAreBoundedAndLoseAccuracyEvenly() {
    Bins bins = new Bins();
    int count = 0;
    for (double x = 1e-300; x < 1e300; x *= 1.01) {
      bins.add(x, 1);
      count++;
    }
    assertThat(bins.size()).isLessThanOrEqualTo(Bins.MAX);
    assertThat(bins.level()).isEqualTo(7);
    double middle = bins.atRank(count / 2);
    assertThat(middle).isBetween(0.2, 5.0);
  }

  @Test
  void rateIsTheExactSumPerTimeRoundedOnce() {
    AggregateParameters perHour = TOLD.withPer(Duration.ofHours(1));
    CellHolder events = holder(AggregateOp.RATE, perHour, 300_000).addAll(true, true, null, true);
    assertThat(events.result(Kind.INT, 0)).isEqualTo(36.0);
    CellHolder sums = holder(AggregateOp.RATE, TOLD, 300_000).addAll(0.1, 0.2, 0.7);
    BigDecimal sum = new BigDecimal(0.1).add(new BigDecimal(0.2)).add(new BigDecimal(0.7));
    assertThat(sums.result(Kind.DOUBLE, 0))
        .isEqualTo(sum.divide(BigDecimal.valueOf(300), MathContext.DECIMAL128).doubleValue());
    assertThat(holder(AggregateOp.RATE).addAll(1L).result(Kind.INT, 0)).isNull();
    assertThat(holder(AggregateOp.RATE, perHour, 300_000).result(Kind.INT, 0)).isNull();
  }

  @Test
  void decayFollowsTheClosedForm() {
    long halfLifeMs = 600_000;
    AggregateParameters told = TOLD.withHalfLife(Duration.ofMillis(halfLifeMs));
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(i);
      long startMs = 1_700_000_000_000L + random.nextInt(1_000_000);
      long nowMs = startMs + random.nextInt(20) * halfLifeMs + random.nextInt(600_000);
      long stepEndMs = (nowMs / 30_000 + 1) * 30_000;
      CellHolder sum = holder(AggregateOp.DECAYED_SUM, told, 0);
      CellHolder count = holder(AggregateOp.DECAYED_COUNT, told, 0);
      double expectedSum = 0;
      double expectedCount = 0;
      double nowCount = 0;
      for (int n = 1 + random.nextInt(30); n > 0; n--) {
        long timeMs = startMs + random.nextLong(nowMs - startMs + 1);
        double x = random.nextInt(10_000) / 100.0;
        expectedSum += x * Math.pow(2, -(stepEndMs - timeMs) / (double) halfLifeMs);
        expectedCount += Math.pow(2, -(stepEndMs - timeMs) / (double) halfLifeMs);
        nowCount += Math.pow(2, -(nowMs - timeMs) / (double) halfLifeMs);
        CellHolder tile = holder(AggregateOp.DECAYED_SUM, told, 0).add(x, timeMs);
        sum.merge(tile);
        count.add(Boolean.TRUE, timeMs);
      }
      assertThat((Double) sum.result(Kind.DOUBLE, nowMs))
          .as("seed %d", i)
          .isCloseTo(expectedSum, within(1e-12 * expectedSum));
      double value = (Double) count.result(Kind.INT, nowMs);
      assertThat(value).as("seed %d", i).isCloseTo(expectedCount, within(1e-12 * expectedCount));
      assertThat(value)
          .as("seed %d: never more than by now, at most a twelfth of a half-life less", i)
          .isBetween(nowCount * Math.pow(2, -1 / 12.0), nowCount);
      assertThat(count.aggregation.nextChangeMs(count.cell, nowMs)).isEqualTo(stepEndMs);
    }
  }

  @Test
  void timeSinceLastIsRightAtEverySecondAndChangesExactlyWhenItSays() {
    long eventMs = 1_700_000_000_123L;
    CellHolder holder = holder(AggregateOp.TIME_SINCE_LAST);
    holder.add(Boolean.TRUE, eventMs - 5_000).add(Boolean.TRUE, eventMs).add(Boolean.TRUE, 0);
    long nowMs = eventMs - 3_000;
    int changes = 0;
    Random random = new Random(1);
    long changeMs = holder.aggregation.nextChangeMs(holder.cell, nowMs);
    long value = (Long) holder.result(Kind.INT, nowMs);
    while (nowMs < eventMs + 200L * 86_400_000) {
      nowMs += nowMs < eventMs + 20_000_000 ? 333 : random.nextLong(40_000_000);
      while (changeMs <= nowMs) {
        assertThat(holder.result(Kind.INT, changeMs - 1)).isEqualTo(value);
        long next = (Long) holder.result(Kind.INT, changeMs);
        assertThat(next).isGreaterThan(value);
        value = next;
        changeMs = holder.aggregation.nextChangeMs(holder.cell, changeMs);
        changes++;
      }
      long seconds = Math.max(0, (nowMs - eventMs) / 1_000);
      assertThat(holder.result(Kind.INT, nowMs)).isEqualTo(value);
      assertThat(value).isBetween(seconds - seconds / 12, seconds);
    }
    assertThat(changes).isLessThan(600);
  }
}

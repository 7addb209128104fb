package io.tidemark.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.FormatException;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.event.FieldType.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The laws every registered aggregation keeps, on inputs without mercy. */
class AggregationLawsTest {
  private static final int STREAMS = 1_000;
  private static final long ORIGIN_MS = 1_000;
  private static final long WINDOW_MS = 300_000;
  private static final long HALF_LIFE_MS = 60_000;

  private record Input(Object value, long timeMs) {}

  /** Small bounds, so that streams cross them, and the defaults. */
  private static List<AggregateParameters> parameters(AggregateOp op) {
    AggregateParameters small =
        new AggregateParameters(3, 5, 0.9, Duration.ofMillis(HALF_LIFE_MS), Duration.ofMinutes(1));
    // The most frequent values are exact, and keep the laws, up to their bound only.
    return List.of(op == AggregateOp.TOP_K ? small.withMax(40) : small, AggregateParameters.NONE);
  }

  @ParameterizedTest
  @EnumSource(AggregateOp.class)
  void addMergeAndCodecAgreeOnTheBits(AggregateOp op) {
    for (AggregateParameters parameters : parameters(op)) {
      Aggregation aggregation = Aggregations.of(op, parameters, WINDOW_MS);
      for (int i = 0; i < STREAMS; i++) {
        Random random = new Random(i);
        check(aggregation, inputs(random, random.nextInt(12), 4), i);
        check(aggregation, inputs(random, random.nextInt(40), 30 * HALF_LIFE_MS), i);
      }
    }
  }

  /** Sets that become sketches, bins that are joined. */
  @ParameterizedTest
  @EnumSource(value = AggregateOp.class, names = "TOP_K", mode = EnumSource.Mode.EXCLUDE)
  void lawsHoldForManyInputsToo(AggregateOp op) {
    Aggregation aggregation = Aggregations.of(op, AggregateParameters.NONE, WINDOW_MS);
    for (int i = 0; i < 4; i++) {
      check(aggregation, inputs(new Random(i), 6_000, 32 * HALF_LIFE_MS), i);
    }
  }

  private static void check(Aggregation aggregation, List<Input> inputs, int seed) {
    Random random = new Random(seed);
    byte[] expected = all(aggregation, inputs).bytes(ORIGIN_MS);
    Collections.shuffle(inputs, random);
    CellHolder shuffled = all(aggregation, inputs);
    assertThat(shuffled.bytes(ORIGIN_MS)).as("order, seed %d", seed).isEqualTo(expected);
    assertThat(split(aggregation, inputs, random).bytes(ORIGIN_MS))
        .as("merge, seed %d", seed)
        .isEqualTo(expected);
    CellHolder decoded = CellHolder.decode(aggregation, expected, ORIGIN_MS);
    assertThat(decoded.bytes(ORIGIN_MS)).as("codec, seed %d", seed).isEqualTo(expected);
    long nowMs = 40 * HALF_LIFE_MS;
    for (Kind kind : List.of(Kind.DYNAMIC, Kind.DOUBLE)) {
      assertThat(decoded.result(kind, nowMs))
          .as("result, seed %d", seed)
          .isEqualTo(shuffled.result(kind, nowMs));
    }
  }

  private static CellHolder all(Aggregation aggregation, List<Input> inputs) {
    CellHolder holder = new CellHolder(aggregation);
    inputs.forEach(input -> holder.add(input.value(), input.timeMs()));
    return holder;
  }

  /** Parts of some inputs each, merged in any order; no part may change by it. */
  private static CellHolder split(Aggregation aggregation, List<Input> inputs, Random random) {
    List<CellHolder> parts = new ArrayList<>();
    int from = 0;
    while (from < inputs.size()) {
      int to = Math.min(inputs.size(), from + random.nextInt(Math.max(5, inputs.size() / 4)));
      parts.add(all(aggregation, inputs.subList(from, to)));
      from = to;
    }
    parts.add(new CellHolder(aggregation));
    Collections.shuffle(parts, random);
    List<byte[]> before = parts.stream().map(part -> part.bytes(ORIGIN_MS)).toList();
    CellHolder total = new CellHolder(aggregation);
    parts.forEach(total::merge);
    byte[] merged = total.bytes(ORIGIN_MS);
    total.add(1.5, ORIGIN_MS).add("else", ORIGIN_MS);
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i).bytes(ORIGIN_MS)).as("merged part").isEqualTo(before.get(i));
    }
    return CellHolder.decode(aggregation, merged, ORIGIN_MS);
  }

  @ParameterizedTest
  @EnumSource(AggregateOp.class)
  void nothingIsAbsentUnlessItIsCountedOrSummed(AggregateOp op) {
    Aggregation aggregation = Aggregations.of(op, AggregateParameters.NONE, WINDOW_MS);
    CellHolder empty = new CellHolder(aggregation).add(null, 0).add(Double.NaN, 0);
    boolean hasZero = op == AggregateOp.COUNT || op == AggregateOp.SUM;

    assertThat(empty.result(Kind.INT, 0)).isEqualTo(hasZero ? 0L : null);
    assertThat(aggregation.nextChangeMs(empty.cell, 0)).isEqualTo(Aggregation.NEVER);
    assertThat(empty.bytes(0)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(AggregateOp.class)
  void valueStaysUntilTheNextChange(AggregateOp op) {
    for (int i = 0; i < 200; i++) {
      Random random = new Random(i);
      Aggregation aggregation = Aggregations.of(op, parameters(op).get(0), WINDOW_MS);
      CellHolder holder = all(aggregation, inputs(random, 5, HALF_LIFE_MS));
      long nowMs = HALF_LIFE_MS + random.nextInt(1_000_000);
      long changeMs = aggregation.nextChangeMs(holder.cell, nowMs);
      assertThat(changeMs).as("seed %d", i).isGreaterThan(nowMs);
      long endMs = Math.min(changeMs, nowMs + 1_000_000_000);
      for (long atMs : List.of(nowMs + (endMs - nowMs) / 2, endMs - 1)) {
        assertThat(holder.result(Kind.DOUBLE, atMs))
            .as("seed %d, from %d at %d", i, nowMs, atMs)
            .isEqualTo(holder.result(Kind.DOUBLE, nowMs));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(AggregateOp.class)
  void damagedBytesAreRefusedOrReadAndNothingElse(AggregateOp op) {
    Aggregation aggregation = Aggregations.of(op, parameters(op).get(0), WINDOW_MS);
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      Random random = new Random(i);
      byte[] bytes = all(aggregation, inputs(random, 1 + random.nextInt(20), 4)).bytes(ORIGIN_MS);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      try {
        CellHolder holder = new CellHolder(aggregation);
        aggregation.decode(holder.cell, new ByteReader("cell", damaged), ORIGIN_MS);
        holder.add(1L, 0).merge(new CellHolder(aggregation).merge(holder));
        holder.result(Kind.DOUBLE, ORIGIN_MS);
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void whatChangesTheStateIsPartOfItsNameAndNothingElse() {
    AggregateParameters told = AggregateParameters.NONE;
    assertThat(state(AggregateOp.STDDEV, told)).isEqualTo(state(AggregateOp.VARIANCE, told));
    assertThat(state(AggregateOp.RATE, told)).isEqualTo(state(AggregateOp.SUM, told));
    assertThat(state(AggregateOp.QUANTILE, told.withQuantile(0.9)))
        .isEqualTo(state(AggregateOp.QUANTILE, told));
    assertThat(state(AggregateOp.TOP_K, told.withSize(5))).isEqualTo("top_k:100");
    assertThat(state(AggregateOp.LAST_N, told.withSize(5))).isEqualTo("last_n:5");
    assertThat(state(AggregateOp.DISTINCT, told.withMax(7))).isEqualTo("distinct:7");
    assertThat(state(AggregateOp.DECAYED_SUM, told)).isEqualTo("decayed_sum:3600000");
    assertThat(state(AggregateOp.DECAYED_COUNT, told)).isEqualTo("decayed_count:3600000");
  }

  private static String state(AggregateOp op, AggregateParameters parameters) {
    return Aggregations.of(op, parameters, WINDOW_MS).state();
  }

  private static List<Input> inputs(Random random, int count, long spanMs) {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(new Input(value(random), random.nextLong(spanMs)));
    }
    return inputs;
  }

  private static Object value(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextLong();
      case 1 -> (long) random.nextInt(10);
      case 2 -> Double.longBitsToDouble(random.nextLong());
      case 3 -> random.nextInt(1_000) / 100.0;
      case 4 -> -0.0;
      case 5 -> Double.MAX_VALUE * (random.nextBoolean() ? 1 : -1);
      case 6 -> random.nextBoolean();
      case 7 -> Math.scalb(1.0, random.nextInt(120) - 60) * (random.nextBoolean() ? 1 : 3);
      case 8 -> Double.MIN_VALUE * random.nextInt(5);
      default -> "ß" + random.nextInt(3);
    };
  }
}

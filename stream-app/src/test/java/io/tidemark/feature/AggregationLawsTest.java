package io.tidemark.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.event.FieldType.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The laws every registered aggregation keeps, on inputs without mercy. */
class AggregationLawsTest {
  private static final int STREAMS = 2_000;

  private record Input(Object value, long timeMs) {}

  @ParameterizedTest
  @EnumSource(AggregateOp.class)
  void addMergeAndCodecAgreeOnTheBits(AggregateOp op) {
    Aggregation aggregation = Aggregations.of(op, AggregateParameters.NONE, 0);
    for (int i = 0; i < STREAMS; i++) {
      Random random = new Random(i);
      List<Input> inputs = inputs(random, aggregation);
      byte[] expected = bytes(aggregation, all(aggregation, inputs));
      Collections.shuffle(inputs, random);
      assertThat(bytes(aggregation, all(aggregation, inputs)))
          .as("order, seed %d", i)
          .isEqualTo(expected);
      assertThat(bytes(aggregation, split(aggregation, inputs, random)))
          .as("merge, seed %d", i)
          .isEqualTo(expected);
      Holder decoded = decoded(aggregation, expected);
      assertThat(bytes(aggregation, decoded)).as("codec, seed %d", i).isEqualTo(expected);
      assertThat(result(aggregation, decoded))
          .as("result, seed %d", i)
          .isEqualTo(result(aggregation, all(aggregation, inputs)));
    }
  }

  private static Holder all(Aggregation aggregation, List<Input> inputs) {
    Holder holder = new Holder(aggregation);
    inputs.forEach(input -> aggregation.add(holder.cell, input.value(), input.timeMs()));
    return holder;
  }

  private static Holder split(Aggregation aggregation, List<Input> inputs, Random random) {
    Holder total = new Holder(aggregation);
    int from = 0;
    while (from < inputs.size()) {
      int to = Math.min(inputs.size(), from + random.nextInt(5));
      aggregation.merge(total.cell, all(aggregation, inputs.subList(from, to)).cell);
      from = to;
    }
    aggregation.merge(total.cell, new Holder(aggregation).cell);
    return total;
  }

  private static byte[] bytes(Aggregation aggregation, Holder holder) {
    StateOutput out = new StateOutput();
    aggregation.encode(holder.cell, out, 1_000);
    return out.toByteArray();
  }

  private static Holder decoded(Aggregation aggregation, byte[] bytes) {
    Holder holder = new Holder(aggregation);
    StateInput in = new StateInput(bytes);
    aggregation.decode(holder.cell, in, 1_000);
    assertThat(in.isAtEnd()).isTrue();
    return holder;
  }

  private static Object result(Aggregation aggregation, Holder holder) {
    return aggregation.result(holder.cell, Kind.DYNAMIC, 2_000);
  }

  private static List<Input> inputs(Random random, Aggregation aggregation) {
    List<Input> inputs = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      Object value = aggregation.accept(value(random));
      if (value != null) {
        inputs.add(new Input(value, random.nextInt(4)));
      }
    }
    return inputs;
  }

  private static Object value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> (long) random.nextInt(10);
      case 2 -> Double.longBitsToDouble(random.nextLong());
      case 3 -> random.nextInt(1_000) / 100.0;
      case 4 -> -0.0;
      case 5 -> Double.MAX_VALUE * (random.nextBoolean() ? 1 : -1);
      case 6 -> random.nextBoolean();
      default -> "ß" + random.nextInt(3);
    };
  }

  /** One cell on its own. */
  private static final class Holder {
    private final Cell cell = new Cell();

    Holder(Aggregation aggregation) {
      SlotLayout.Builder layout = new SlotLayout.Builder();
      Slot slot = layout.slot(aggregation, "x", 0);
      cell.at(new Cells(layout.build(), 1), 0, slot);
    }
  }
}

package io.tidemark.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.FieldType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums and means against arbitrary precision. */
class ExactSumPropertyTest {
  private static final MathContext MANY_DIGITS = new MathContext(1_200);

  private final SumAggregation sum = new SumAggregation();
  private final MeanAggregation mean = new MeanAggregation();
  private final SlotLayout.Builder layout = new SlotLayout.Builder();
  private final Slot slot = layout.slot(sum, "x", 0);
  private final Cell cell = new Cell().at(new Cells(layout.build(), 1), 0, slot);

  @Test
  void sumAndMeanAreTheNearestDoublesToTheExactOnes() {
    for (int i = 0; i < 3_000; i++) {
      cell.at(new Cells(layout.build(), 1), 0, slot);
      Random random = new Random(i);
      BigDecimal exact = BigDecimal.ZERO;
      int count = 1 + random.nextInt(20);
      int magnitudes = random.nextInt(4);
      for (int n = 0; n < count; n++) {
        double x = number(random, magnitudes);
        sum.add(cell, x + 0.0, 0);
        exact = exact.add(new BigDecimal(x));
      }
      double expected = exact.doubleValue();
      assertThat(sum.result(cell, Kind.DOUBLE, 0))
          .as("sum, seed %d", i)
          .isEqualTo(Double.isInfinite(expected) ? null : expected);
      BigDecimal quotient = exact.divide(BigDecimal.valueOf(count), MANY_DIGITS);
      assertThat(mean.result(cell, Kind.DOUBLE, 0))
          .as("mean, seed %d", i)
          .isEqualTo(quotient.doubleValue());
    }
  }

  @Test
  void takingAwayWhatWasAddedLeavesNoTrace() {
    for (int i = 0; i < 3_000; i++) {
      cell.at(new Cells(layout.build(), 1), 0, slot);
      Random random = new Random(i);
      List<Double> added = new ArrayList<>();
      for (int n = 1 + random.nextInt(20); n > 0; n--) {
        added.add(number(random, random.nextInt(4)));
        ExactSum.add(cell, SumAggregation.TOTAL, added.get(added.size() - 1));
      }
      added.forEach(x -> ExactSum.add(cell, SumAggregation.TOTAL, -x));
      assertThat(cell.word(SumAggregation.TOTAL)).as("seed %d", i).isZero();
      assertThat(cell.word(SumAggregation.TOTAL + 1)).as("seed %d", i).isZero();
      assertThat(cell.ref()).as("seed %d", i).isNull();
    }
  }

  @Test
  void sumBeyondTheRangeIsAbsentAndComesBack() {
    sum.add(cell, Double.MAX_VALUE, 0);
    sum.add(cell, Double.MAX_VALUE, 0);
    assertThat(sum.result(cell, Kind.DOUBLE, 0)).isNull();
    assertThat(mean.result(cell, Kind.DOUBLE, 0)).isEqualTo(Double.MAX_VALUE);

    sum.add(cell, -Double.MAX_VALUE, 0);
    assertThat(sum.result(cell, Kind.DOUBLE, 0)).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void tenthsAddUpToTheNearestDouble() {
    for (int i = 0; i < 10; i++) {
      sum.add(cell, 0.1, 0);
    }
    assertThat(sum.result(cell, Kind.DOUBLE, 0)).isEqualTo(1.0);
    assertThat(mean.result(cell, Kind.DOUBLE, 0)).isEqualTo(0.1);
  }

  private static double number(Random random, int magnitudes) {
    return switch (magnitudes) {
      case 0 -> random.nextInt(100_000) / 100.0;
      case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 2 -> Double.MIN_VALUE * random.nextInt(1_000);
      default -> finite(random);
    };
  }

  private static double finite(Random random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : 1.0;
  }
}

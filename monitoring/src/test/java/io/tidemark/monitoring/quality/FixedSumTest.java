package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FixedSumTest {

  private static FixedSum of(double... values) {
    FixedSum sum = new FixedSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum;
  }

  private static List<Double> values(Random random) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double size = Math.scalb(random.nextDouble(), random.nextInt(70) - 30);
      values.add(random.nextBoolean() ? size : -size);
    }
    return values;
  }

  @RepeatedTest(20)
  void anyOrderGivesTheSameBits(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    List<Double> values = values(random);
    FixedSum forward = of(values.stream().mapToDouble(v -> v).toArray());
    Collections.shuffle(values, random);
    FixedSum shuffled = of(values.stream().mapToDouble(v -> v).toArray());

    assertThat(shuffled).as("seed %s", seed).isEqualTo(forward);
    BigDecimal exact =
        values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(forward.value()).isCloseTo(exact.doubleValue(), within(1e-3 * Math.ulp(1e12)));
  }

  @RepeatedTest(20)
  void whatIsTakenBackIsGone(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    FixedSum sum = of(0.1);
    List<Double> values = values(random);
    values.forEach(sum::add);
    Collections.shuffle(values, random);
    values.forEach(sum::subtract);

    assertThat(sum).as("seed %s", seed).isEqualTo(of(0.1));
    sum.subtract(0.1);
    assertThat(sum.isZero()).isTrue();
  }

  @Test
  void doublesWouldNotDoThat() {
    assertThat(1e15 + 0.1 - 1e15).isNotEqualTo(0.1);
    FixedSum sum = of(1e15, 0.1);
    sum.subtract(1e15);
    assertThat(sum.value()).isEqualTo(0.1);
  }

  @Test
  void sumsOfEitherSignCrossZero() {
    assertThat(of(0.25, -0.5).value()).isEqualTo(-0.25);
    assertThat(of(-2.75).value()).isEqualTo(-2.75);
    assertThat(of(-0.25, 0.25).isZero()).isTrue();
  }

  @Test
  void whatDoesNotFitIsNotTaken() {
    assertThat(FixedSum.takes(0x1p50)).isTrue();
    assertThat(FixedSum.takes(Math.nextUp(0x1p50))).isFalse();
    assertThat(FixedSum.takes(-0x1p51)).isFalse();
    assertThat(FixedSum.takes(Double.NaN)).isFalse();
    assertThat(FixedSum.takes(Double.NEGATIVE_INFINITY)).isFalse();
  }

  @Test
  void bytesAreShortForShortFractions() {
    for (double value : new double[] {0, 1, -1, 0.5, -0.1, 1e12 / 3, 0x1p50}) {
      ByteWriter out = new ByteWriter();
      of(value).write(out);
      assertThat(FixedSum.read(new ByteReader("sum", out.toByteArray())))
          .as("%s", value)
          .isEqualTo(of(value));
    }
    ByteWriter half = new ByteWriter();
    of(2.5).write(half);
    assertThat(half.size()).isEqualTo(2);
  }
}

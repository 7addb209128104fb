package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreCellsTest {

  @Test
  void everyThousandthHasACellOfItsOwn() {
    for (int i = 0; i <= ScoreCells.STEPS; i++) {
      double edge = i / 1000.0;
      assertThat(ScoreCells.of(edge)).as("%s", edge).isEqualTo(2 * i);
      if (i < ScoreCells.STEPS) {
        assertThat(ScoreCells.of(Math.nextUp(edge))).as("above %s", edge).isEqualTo(2 * i + 1);
      }
      if (i > 0) {
        assertThat(ScoreCells.of(Math.nextDown(edge))).as("below %s", edge).isEqualTo(2 * i - 1);
      }
    }
    assertThat(ScoreCells.of(-0.0)).isZero();
  }

  @Test
  void binsAreClosedAbove() {
    for (int i = 1; i <= 10; i++) {
      double edge = i / 10.0;
      assertThat(ScoreCells.bin(ScoreCells.of(edge), 10)).as("%s", edge).isEqualTo(i - 1);
      assertThat(ScoreCells.bin(ScoreCells.of(Math.nextUp(edge - 0.1)), 10))
          .as("start of %s", edge)
          .isBetween(Math.max(0, i - 2), i - 1);
    }
    assertThat(ScoreCells.bin(ScoreCells.of(0), 10)).isZero();
    assertThat(ScoreCells.bin(ScoreCells.of(Math.nextUp(0.3)), 10)).isEqualTo(3);
  }

  @Test
  void binsAgreeWithThoseOfTheCalibrationError() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      double score = i % 3 == 0 ? random.nextInt(1001) / 1000.0 : random.nextDouble();
      int expected = 0;
      while (score > (expected + 1) / 10.0) {
        expected++;
      }
      assertThat(ScoreCells.bin(ScoreCells.of(score), 10)).as("%s", score).isEqualTo(expected);
    }
  }

  @Test
  void thresholdTakesWhatIsEqualToIt() {
    for (double threshold : new double[] {0, 0.001, 0.035, 0.29, 0.5, 0.57, 0.999, 1}) {
      int first = ScoreCells.from(threshold);
      assertThat(ScoreCells.of(threshold)).as("%s", threshold).isGreaterThanOrEqualTo(first);
      if (threshold > 0) {
        assertThat(ScoreCells.of(Math.nextDown(threshold))).isLessThan(first);
      }
    }
  }
}

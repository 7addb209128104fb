package io.tidemark.monitoring.drift.bins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinningTest {

  private static final NumericBinning NUMERIC = NumericBinning.of(0, 10, 20.5, 30);
  private static final CategoricalBinning CATEGORIES =
      CategoricalBinning.of(List.of("a", "3", "true"), List.of("rare"));

  @Test
  void intervalsExcludeTheLowerAndIncludeTheUpperBound() {
    assertThat(NUMERIC.labels())
        .containsExactly(
            "<-inf>",
            "<below>",
            "[0, 10]",
            "(10, 20.5]",
            "(20.5, 30]",
            "<above>",
            "<+inf>",
            "<nan>",
            "<missing>",
            "<invalid>");
    assertThat(NUMERIC.label(NUMERIC.binOf(0))).isEqualTo("[0, 10]");
    assertThat(NUMERIC.label(NUMERIC.binOf(10))).isEqualTo("[0, 10]");
    assertThat(NUMERIC.label(NUMERIC.binOf(Math.nextUp(10)))).isEqualTo("(10, 20.5]");
    assertThat(NUMERIC.label(NUMERIC.binOf(30))).isEqualTo("(20.5, 30]");
    assertThat(NUMERIC.label(NUMERIC.binOf(Math.nextUp(30)))).isEqualTo("<above>");
    assertThat(NUMERIC.label(NUMERIC.binOf(-Double.MIN_VALUE))).isEqualTo("<below>");
  }

  @Test
  void firstPairOfEdgesMayBeOneValue() {
    NumericBinning binning = NumericBinning.of(0, 0, 5);
    assertThat(binning.labels()).contains("[0, 0]", "(0, 5]");
    assertThat(binning.label(binning.binOf(0))).isEqualTo("[0, 0]");
    assertThat(binning.label(binning.binOf(Double.MIN_VALUE))).isEqualTo("(0, 5]");
  }

  @Test
  void zeroesOfBothSignsAreOne() {
    NumericBinning negative = NumericBinning.of(-0.0, 1);
    assertThat(negative.hash()).isEqualTo(NumericBinning.of(0.0, 1).hash());
    assertThat(negative.binOf(0.0)).isEqualTo(negative.binOf(-0.0));
    assertThat(CATEGORIES.binOf(-0.0)).isEqualTo(CATEGORIES.binOf("0"));
  }

  @Test
  void lookUpAgreesWithALinearScan() {
    SplittableRandom random = new SplittableRandom(21);
    for (int run = 0; run < 300; run++) {
      double[] edges = random.doubles(2 + random.nextInt(40)).distinct().sorted().toArray();
      NumericBinning binning = NumericBinning.of(edges);
      for (int i = 0; i < 100; i++) {
        double value =
            random.nextBoolean()
                ? random.nextDouble() * 1.2 - 0.1
                : edges[random.nextInt(edges.length)];
        assertThat(binning.binOf(value))
            .as("%s in %s", value, binning)
            .isEqualTo(scan(edges, value));
      }
    }
  }

  private static int scan(double[] edges, double value) {
    if (value < edges[0]) {
      return 1;
    }
    int bin = 2;
    while (bin < edges.length + 1 && value > edges[bin - 1]) {
      bin++;
    }
    return bin;
  }

  @Test
  void numbersOfEveryJavaTypeLandInTheSameBin() {
    int bin = NUMERIC.binOf(7.0);
    assertThat(List.of(7, 7L, 7.0f, 7.0, (short) 7, (byte) 7, new BigDecimal("7.00")))
        .allMatch(value -> NUMERIC.binOfValue(value) == bin);
  }

  @Test
  void numberWrittenAsATextOrAFlagIsThatNumber() {
    assertThat(NUMERIC.binOfValue("7")).isEqualTo(NUMERIC.binOf(7.0));
    assertThat(NUMERIC.binOfValue("-0.7e1")).isEqualTo(NUMERIC.binOf(-7.0));
    assertThat(NUMERIC.binOfValue(true)).isEqualTo(NUMERIC.binOf(1.0));
    assertThat(NUMERIC.binOfValue("False")).isEqualTo(NUMERIC.binOf(0.0));
  }

  @Test
  void valuesOfTheWrongTypeHaveADefinedBin() {
    for (String text : List.of("x", "", "007", "7 ", "0x7", "NaN", "1".repeat(41))) {
      assertThat(NUMERIC.binOfValue(text)).as(text).isEqualTo(NUMERIC.binOfInvalid());
    }
    assertThat(CATEGORIES.binOfValue(3)).isEqualTo(1);
    assertThat(CATEGORIES.binOfValue(3.0)).isEqualTo(1);
    assertThat(CATEGORIES.binOfValue(3.5)).isEqualTo(CATEGORIES.binOfUnseen());
    assertThat(CATEGORIES.binOfValue(true)).isEqualTo(2);
    assertThat(CATEGORIES.binOfValue(Double.NaN)).isEqualTo(CATEGORIES.binOfUnseen());
    assertThat(CATEGORIES.binOfValue(CharBuffer.wrap("a"))).isZero();
  }

  @Test
  void openTailTakesNewCategoriesAsOther() {
    CategoricalBinning open = CategoricalBinning.open(List.of("a"));
    assertThat(open.binOf("never seen")).isEqualTo(open.binOfOther());
    assertThat(open.hash()).isNotEqualTo(CategoricalBinning.of(List.of("a")).hash());
  }

  @Test
  void longCategoriesAreTheirFirstCharacters() {
    String longest = "x".repeat(CategoricalBinning.MAX_CATEGORY_LENGTH);
    CategoricalBinning binning = CategoricalBinning.of(List.of(longest));
    assertThat(binning.binOf(longest + "tail")).isZero();
    assertThat(CategoryText.cut("ab\uD83D\uDE00", 3)).isEqualTo("ab");
    assertThat(CategoryText.cut("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
  }

  @Test
  void hashesAreStableAcrossReleases() {
    assertThat(NUMERIC.hash()).isEqualTo("119bb053037f871cd6632c350e2112cb");
    assertThat(CATEGORIES.hash()).isEqualTo("c2727d388dbdb613b345229535db45b8");
  }

  @Test
  void rebuiltBinningsAreEqual() {
    assertThat(NumericBinning.of(NUMERIC.edges())).isEqualTo(NUMERIC).hasSameHashCodeAs(NUMERIC);
    assertThat(CategoricalBinning.of(CATEGORIES.categories(), CATEGORIES.others()))
        .isEqualTo(CATEGORIES)
        .hasSameHashCodeAs(CATEGORIES);
    assertThat(CATEGORIES).isNotEqualTo(NUMERIC);
  }

  @Test
  void everyBinHasALabelAndABin() {
    for (Binning binning : List.of(NUMERIC, CATEGORIES)) {
      assertThat(binning.labels()).hasSize(binning.size()).doesNotHaveDuplicates();
      assertThat(binning.newCounts().size()).isEqualTo(binning.size());
      assertThat(binning.binOfMissing()).isBetween(0, binning.size() - 1);
    }
    assertThat(IntStream.range(0, NUMERIC.size()).filter(NUMERIC::isUnseen)).hasSize(2);
    assertThat(IntStream.range(0, CATEGORIES.size()).filter(CATEGORIES::isUnseen)).hasSize(1);
  }

  @Test
  void edgesThatMakeNoBinsAreRefused() {
    for (double[] edges :
        new double[][] {
          {}, {1}, {2, 1}, {1, 2, 2}, {1, Double.NaN}, {0, Double.POSITIVE_INFINITY}
        }) {
      assertThatThrownBy(() -> NumericBinning.of(edges))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Invalid edge");
    }
    assertThatThrownBy(() -> NumericBinning.of(new double[1_002]))
        .hasMessageContaining("1002")
        .hasMessageContaining("2 to 1001");
  }

  @Test
  void dictionariesWithRepeatsOrTooManyAreRefused() {
    assertThatThrownBy(() -> CategoricalBinning.of(List.of("a", "a")))
        .hasMessageContaining("'a' stands twice");
    assertThatThrownBy(() -> CategoricalBinning.of(List.of("a"), List.of("a")))
        .hasMessageContaining("'a' stands twice");
    assertThatThrownBy(() -> CategoricalBinning.of(Collections.nCopies(1_001, "a")))
        .hasMessageContaining("1001 categories");
    assertThatThrownBy(() -> CategoricalBinning.of(List.of("y".repeat(257))))
        .hasMessageContaining("257 characters");
  }
}

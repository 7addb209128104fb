package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, -0",
    "10.0, 10",
    "0.1, 0.1",
    "1.0E10, 10000000000",
    "-1.5E-7, -0.00000015",
    "1.2345678912E8, 123456789.12",
    "100.0, 100",
    "1.0E22, 10000000000000000000000"
  })
  void doublesArePlainDecimals(double number, String text) {
    assertThat(ValueText.of(number)).isEqualTo(text);
  }

  @Test
  void everyFiniteDoubleReadsBackAsItself() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        String text = ValueText.of(number);
        assertThat(text).matches("-?\\d+(\\.\\d+)?");
        assertThat(Double.doubleToRawLongBits(Double.parseDouble(text)))
            .as(text)
            .isEqualTo(Double.doubleToRawLongBits(number));
      }
    }
  }

  @Test
  void otherKindsAreAsTheyAre() {
    assertThat(ValueText.of(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(ValueText.of(false)).isEqualTo("false");
    assertThat(ValueText.of("a b")).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteAreRefused(double number) {
    assertThatThrownBy(() -> ValueText.of(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> ValueText.of(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Leave an absent value out");
  }

  @Test
  void listsAreJsonArraysWithoutExponents() {
    assertThat(ValueText.of(List.of())).isEqualTo("[]");
    assertThat(ValueText.of(List.of(1L, -2L))).isEqualTo("[1,-2]");
    assertThat(ValueText.of(List.of(1e-7, 1e22, -0.0)))
        .isEqualTo("[0.0000001,10000000000000000000000,-0]");
    assertThat(ValueText.of(List.of(true, false))).isEqualTo("[true,false]");
    assertThat(ValueText.of(List.of("a\"b", ""))).isEqualTo("[\"a\\\"b\",\"\"]");
  }

  @Test
  void everyListOfDoublesReadsBackAsItself() {
    Random random = new Random(12);
    for (int i = 0; i < 5_000; i++) {
      List<Object> list =
          random
              .longs(random.nextInt(5))
              .mapToObj(Double::longBitsToDouble)
              .filter(Double::isFinite)
              .map(Object.class::cast)
              .toList();
      assertThat(ValueText.parse(ValueText.of(list), ValueType.DOUBLE_LIST)).isEqualTo(list);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1.5; LONG",
        "9223372036854775808; LONG",
        "NaN; DOUBLE",
        "1e999; DOUBLE",
        "TRUE; BOOLEAN",
        "[1.5]; LONG_LIST",
        "[1; LONG_LIST",
        "[1] 2; LONG_LIST",
        "[\"a\"]; DOUBLE_LIST",
        "[[1]]; LONG_LIST",
        "[null]; STRING_LIST",
        "[1]; BOOLEAN_LIST",
        "1; STRING_LIST"
      })
  void textOfAnotherTypeIsRefused(String text, ValueType type) {
    assertThatThrownBy(() -> ValueText.parse(text, type))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsInListsAreRefused() {
    assertThatThrownBy(() -> ValueText.of(List.of(List.of(1L))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds no lists");
  }
}

package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFormTest {
  private static NumberForm form(String decimal, String thousands) {
    return new NumberForm(
        decimal == null ? null : decimal.charAt(0), thousands == null ? null : thousands.charAt(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        " | | 1234.5",
        " | | ` 1234.5 `",
        " | | +1234.50",
        " | | 1.2345e3",
        " | | 12345E-1",
        ", | | 1234,5",
        ", | . | 1.234,5",
        ", | . | 1234,5",
        ", | ` ` | 1 234,5",
        ", | ` ` | 1\u00A0234,5",
        ", | ` ` | 1\u202F234,5",
        " | , | `1,234.5`",
        ". | ' | 1'234.5",
        ". | _ | 1_234.5",
      })
  void numberIsReadInItsForm(String decimal, String thousands, String text) {
    NumberForm form = form(decimal, thousands);
    assertThat(form.exact(text)).isEqualByComparingTo("1234.5");
    assertThat(form.real(text)).isEqualTo(1234.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | | ''",
        " | | many",
        " | | 1 234",
        " | | 1,5",
        " | | 1_234",
        " | | 2.5d",
        " | | 0x10",
        " | | \u0661\u0662",
        " | | 1.2.3",
        ", | | 1.5",
        ", | | 1_234",
        ", | . | 1.5",
        ", | . | 1.23.456",
        ", | . | 1234.567",
        ", | . | 1,234.567",
        " | , | 1,2",
        " | , | 1234,567",
        " | , | ,123",
      })
  void numberOfAnotherFormIsRefusedAndNotReadAsAnotherNumber(
      String decimal, String thousands, String text) {
    NumberForm form = form(decimal, thousands);
    assertThatThrownBy(() -> form.exact(text)).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> form.real(text)).isInstanceOf(NumberFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1e-400", "1e1000000000"})
  void numberBeyondADoubleIsNotOne(String text) {
    assertThatThrownBy(() -> NumberForm.PLAIN.real(text)).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> NumberForm.PLAIN.real(new BigDecimal(text)))
        .isInstanceOf(NumberFormatException.class);
  }

  @Test
  void whatDoublesHoldBesideNumbersHasItsWords() {
    assertThat(NumberForm.PLAIN.real("NaN")).isNaN();
    assertThat(NumberForm.PLAIN.real("inf")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(NumberForm.PLAIN.real("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(NumberForm.PLAIN.real("0e5")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "-1.5e3, true",
    "10, true",
    "0.5, true",
    "' 7 ', true",
    "007, false",
    "01234, false",
    "+1, false",
    ".5, false",
    "5., false",
    "NaN, false",
    "1e, false",
  })
  void numberOfJsonHasNoLeadingZeros(String text, boolean isNumber) {
    assertThat(NumberForm.PLAIN.isJsonNumber(text)).isEqualTo(isNumber);
  }
}

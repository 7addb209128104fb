package io.tidemark.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.event.FieldType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionErrorTest {
  private static final ExpressionCompiler COMPILER = new ExpressionCompiler();

  private static ExpressionException errorOf(String text, Kind... expected) {
    return catchThrowableOfType(
        ExpressionException.class, () -> COMPILER.compile(text, SampleRecord.TYPE, expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unit_prise * quantity | no field 'unit_prise' (column 1); did you mean 'unit_price'?",
        "quantity > 0 && Item == 'a' | no field 'Item' (column 17); did you mean 'item'?",
        "address.citty == 'x' | no field 'citty' (column 8); did you mean 'city'?",
        "item.startswith('a') | no function 'startswith' (column 16); did you mean 'startsWith'?",
        "item > 1 | '>' is not defined for string and int (column 6); convert with double(...),"
            + " int(...), string(...) or timestamp(...)",
        "note + 1 | '+' is not defined for nullable string and int (column 6)",
        "quantity == null | '==' is not defined for int and null (column 10); the other side is"
            + " never null",
        "ordered_at > 5 | '>' is not defined for timestamp and int (column 12)",
        "quantity && paid | '&&' is not defined for int and bool (column 10)",
        "unit_price % 2.0 | '%' is not defined for double and double (column 12)",
        "quantity in [paid] | 'in' is not defined for int and list(bool) (column 10)",
        "quantity > | the expression ends too early (column 11)",
        "paid and paid | unexpected 'and' (column 6); write && for and, || for or",
        "quantity = 1 | unexpected '=' (column 10); write && for and",
        "99999999999999999999 > 1 | '99999999999999999999' is beyond 64 bits (column 1)",
        "1u > 0u | unsigned integers are not available (column 1); write 1 instead of 1u",
        "type(quantity) == int | types are not values here",
        "address == address | records cannot be compared",
        "tags.all(a, tags.all(b, a == b)) | a macro cannot stand inside another",
        "shipped_at - ordered_at | the result is of type duration (column 1); take its seconds",
        "null | the result is of type null",
        "item.replace('', item) | no function 'replace'",
      })
  void saysWhatIsWrongWhereAndWhatToDo(String text, String message) {
    ExpressionException error = errorOf(text);
    assertThat(error).isNotNull().hasMessageContaining(text).hasMessageContaining(message);
  }

  @Test
  void listsEveryErrorWithItsPosition() {
    ExpressionException error = errorOf("unit_prise > 1.0 &&\n  quantty > 2");
    assertThat(error.errors())
        .containsExactly(
            new ExpressionError(1, 1, "no field 'unit_prise'", "did you mean 'unit_price'?"),
            new ExpressionError(2, 3, "no field 'quantty'", "did you mean 'quantity'?"));
    assertThat(error).hasMessageContaining("(line 2 column 3)");
  }

  @Test
  void unknownFieldWithoutANearNameListsTheFields() {
    assertThat(errorOf("zzz > 1")).hasMessageContaining("the fields are unit_price, quantity");
  }

  @Test
  void resultMustBeOfAnExpectedKind() {
    assertThat(errorOf("unit_price", Kind.BOOL))
        .hasMessageContaining("the result is double, must be bool (column 1); compare it");
    assertThat(errorOf("anything", Kind.INT, Kind.DOUBLE))
        .hasMessageContaining("the result is dynamic, must be int or double")
        .hasMessageContaining("convert with double(...)");
  }

  @Test
  void sizeIsBounded() {
    assertThat(errorOf("1".repeat(2_001))).hasMessageContaining("2001 characters, must be 1 to");
    assertThat(errorOf("   ")).hasMessageContaining("3 characters, must be");
    assertThat(errorOf("(".repeat(90) + "1" + ")".repeat(90))).hasMessageContaining("limit");
    assertThat(errorOf("[" + "1,".repeat(600) + "1]")).hasMessageContaining("limit");
  }
}

package io.tidemark.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final ExpressionCompiler COMPILER = new ExpressionCompiler();
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Fields NULLS = SampleRecord.of();
  private static final Fields RECORD =
      SampleRecord.of(
          "unit_price",
          2.5,
          "quantity",
          4L,
          "item",
          "tea pot",
          "paid",
          true,
          "ordered_at",
          NOON,
          "discount",
          0.5,
          "stock",
          7L,
          "note",
          "Ünï",
          "gift",
          false,
          "shipped_at",
          NOON.plusSeconds(5400),
          "digest",
          new byte[] {1, 2},
          "tags",
          List.of("new", "sale"),
          "scores",
          Arrays.asList(1.0, null, 3.0),
          "features",
          Map.of("age", 30L, "city", "Oslo", "rate", 0.25),
          "address",
          SampleRecord.of("city", "Bergen", "floor", 3L),
          "anything",
          5L,
          "type",
          "web",
          "package",
          "box");

  private static Expression compile(String text) throws ExpressionException {
    return COMPILER.compile(text, SampleRecord.TYPE);
  }

  private static Object eval(String text, Fields fields) throws ExpressionException {
    return compile(text).evaluate(fields);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unit_price * quantity == 10.0",
        "quantity * unit_price == 10",
        "unit_price / quantity + 1 > 1.6 && unit_price - 1 == 1.5",
        "quantity == 4.0 && 4 == quantity && unit_price != quantity",
        "quantity in [1.0, 4.0] && unit_price in [1, 2] == false",
        "(paid ? unit_price : 0) == 2.5 && (paid ? 1 : unit_price) == 1.0",
        "shipped_at == null || shipped_at >= ordered_at",
        "shipped_at - ordered_at == duration('90m')",
        "(shipped_at - ordered_at).getMinutes() == 90",
        "ordered_at + duration('1h') < shipped_at",
        "ordered_at == timestamp('2026-01-01T12:00:00Z')",
        "ordered_at.getHours() == 12 && ordered_at.getHours('Asia/Tokyo') == 21",
        "item.startsWith('tea') && item.endsWith('pot') && item.contains(' ') && size(item) == 7",
        "note.size() == 3 && item.upperAscii() == 'TEA POT' && item.matches('^t.*t$')",
        "item + '-' + string(quantity) == 'tea pot-4' && string(unit_price) == '2.5'",
        "int(unit_price) == 2 && double(quantity) == 4.0 && int('12') == 12 && double('1.5') == 1.5",
        "quantity % 3 == 1 && -quantity == -4 && quantity / 3 == 1",
        "'sale' in tags && size(tags) == 2 && tags[0] == 'new' && tags != null",
        "tags.exists(t, t.startsWith('s')) && tags.all(t, size(t) < 5)",
        "tags.map(t, t + '!') == ['new!', 'sale!'] && tags.filter(t, t != 'new') == ['sale']",
        "tags.exists_one(t, t == 'new')",
        "scores.exists(s, s > 2.0) && scores[1] == null",
        "'age' in features && features['age'] > 18 && features.rate < 1.0",
        "features['city'] == 'Oslo' && double(features['age']) / 2.0 == 15.0",
        "address.city == 'Bergen' && address.floor * 2 == 6 && has(address.city)",
        "address != null && digest == b'\\x01\\x02'",
        "anything == 5 && anything * 2 == 10 && anything * 2.0 == 10.0 && dyn(item) == 'tea pot'",
        "type == 'web' && package == 'box'",
        "math.greatest(unit_price, 3.0) == 3.0 && math.abs(-quantity) == 4",
        "{'a': 1, 'b': 2}['b'] == 2",
        "1 / 0 == 1 || true",
        "!(false && 1 / 0 == 1)",
      })
  void holdsOnTheSampleRecord(String text) throws ExpressionException {
    Expression expression = compile(text);
    assertThat(expression.type().kind()).isEqualTo(Kind.BOOL);
    assertThat(expression.holds(RECORD)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "discount * 2.0",
        "discount * quantity",
        "stock + 1",
        "-discount",
        "discount > 0.1",
        "note + 'x'",
        "note.startsWith('a')",
        "note.upperAscii()",
        "note.matches('a')",
        "size(note)",
        "double(stock)",
        "shipped_at - ordered_at > duration('1s')",
        "shipped_at.getHours()",
        "tags[0]",
        "tags.exists(t, t == 'x')",
        "'x' in tags",
        "address.city",
        "address.city + 'x'",
        "gift && true",
        "gift || false",
        "!gift",
        "gift ? 1 : 2",
        "anything * 2 > 3",
        "discount",
      })
  void isNullWhereAFieldItNeedsIsNull(String text) throws ExpressionException {
    Expression expression = compile(text);
    assertThat(expression.type().nullable()).isTrue();
    assertThat(expression.evaluate(NULLS)).isNull();
    assertThat(expression.holds(NULLS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shipped_at == null || shipped_at >= ordered_at",
        "discount == null && note == null && tags == null && address == null",
        "gift != true",
        "(discount == null ? 0 : discount) == 0.0",
        "gift || true",
        "!(gift && false)",
        "!has(address.city)",
        "!(note in ['a', 'b'])",
      })
  void decidesDespiteNull(String text) throws ExpressionException {
    assertThat(compile(text).holds(NULLS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quantity / 0                       | division by zero: 4 / 0",
        "quantity % 0                       | division by zero: 4 % 0",
        "9223372036854775807 + quantity     | long overflow",
        "quantity * 9223372036854775807     | long overflow",
        "-9223372036854775807 - quantity    | long overflow",
        "int(1e30)                          | out of range",
        "int(item)                          | tea pot",
        "tags[2]                            | no element 2 in a list of 2",
        "features['nope']                   | no key 'nope' in the map",
        "features['city'] * 2               | no * for string and int",
        "timestamp(item)                    | tea pot",
        "quantity / 0 == 1 && paid          | division by zero",
      })
  void failsWithTheReason(String text, String reason) throws ExpressionException {
    Expression expression = compile(text);
    assertThatThrownBy(() -> expression.evaluate(RECORD))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(text)
        .hasMessageContaining(reason);
  }

  @Test
  void doubleDivisionFollowsIeee() throws ExpressionException {
    assertThat(eval("unit_price / 0.0", RECORD)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(eval("0.0 / 0.0 > unit_price", RECORD)).isEqualTo(false);
    assertThat(eval("0.0 / 0.0 > quantity", RECORD)).isEqualTo(false);
  }

  @Test
  void existsFindsAnElementPastAFailingOne() throws ExpressionException {
    Fields fields = SampleRecord.of("scores", List.of(0.0, 5.0));
    assertThat(eval("scores.exists(s, 10 / int(s) == 2)", fields)).isEqualTo(true);
    Expression none = compile("scores.exists(s, 10 / int(s) == 3)");
    assertThatThrownBy(() -> none.evaluate(fields)).hasMessageContaining("division by zero");
  }

  @Test
  void iterationIsBounded() throws ExpressionException {
    List<Long> many = LongStream.range(0, Comprehension.MAX_ELEMENTS + 1L).boxed().toList();
    Expression all = compile("anything.all(x, x >= 0)");
    assertThat(all.holds(SampleRecord.of("anything", many.subList(0, 1000)))).isTrue();
    assertThatThrownBy(() -> all.evaluate(SampleRecord.of("anything", many)))
        .hasMessageContaining("1001 elements to iterate, at most 1000");
  }

  @ParameterizedTest
  @CsvSource({
    "unit_price * quantity, DOUBLE, false",
    "quantity + 1, INT, false",
    "item, STRING, false",
    "note, STRING, true",
    "ordered_at, TIMESTAMP, false",
    "shipped_at, TIMESTAMP, true",
    "tags, LIST, true",
    "features, MAP, false",
    "address, RECORD, true",
    "address.floor, INT, true",
    "digest, BYTES, true",
    "anything, DYNAMIC, true",
    "has(address.city), BOOL, false",
    "note == null, BOOL, false",
    "discount > 1.0, BOOL, true",
  })
  void typeIsWhatTheCheckerFound(String text, Kind kind, boolean nullable)
      throws ExpressionException {
    assertThat(compile(text).type().kind()).isEqualTo(kind);
    assertThat(compile(text).type().nullable()).isEqualTo(nullable);
    assertThat(compile(text).text()).isEqualTo(text);
  }

  @Test
  void elementTypesSurvive() throws ExpressionException {
    assertThat(compile("tags").type().element().kind()).isEqualTo(Kind.STRING);
    assertThat(compile("[quantity]").type().element().kind()).isEqualTo(Kind.INT);
  }
}

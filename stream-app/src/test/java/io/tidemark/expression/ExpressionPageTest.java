package io.tidemark.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidemark.document.MarkdownPage;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tables of expressions on the page about definitions, one test a row. */
class ExpressionPageTest {
  private static final MarkdownPage PAGE = MarkdownPage.read("DEFINITIONS.md");
  private static final String OR_NULL = " or null";
  private static final String LIST_OF = "list of ";
  private static final String ERROR = "an error";

  private final ExpressionCompiler compiler = new ExpressionCompiler();
  private final Map<String, FieldType> types = new LinkedHashMap<>();
  private final Map<String, Object> values = new HashMap<>();

  ExpressionPageTest() {
    for (List<String> row : PAGE.table("field", "type", "value")) {
      FieldType type = type(row.get(1));
      types.put(row.get(0), type);
      values.put(row.get(0), value(type.kind(), row.get(2)));
    }
  }

  private static FieldType type(String text) {
    if (text.endsWith(OR_NULL)) {
      return type(text.substring(0, text.length() - OR_NULL.length())).orNull();
    }
    if (text.startsWith(LIST_OF)) {
      FieldType element = type(text.substring(LIST_OF.length()));
      return new FieldType(Kind.LIST, false, element, Map.of());
    }
    return FieldType.of(Kind.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  private static Object value(Kind kind, String text) {
    if (text.equals("null")) {
      return null;
    }
    return switch (kind) {
      case DOUBLE -> Double.valueOf(text);
      case INT -> Long.valueOf(text);
      case TIMESTAMP -> Instant.parse(text);
      case STRING -> unquoted(text);
      case LIST ->
          Arrays.stream(text.substring(1, text.length() - 1).split(", "))
              .map(ExpressionPageTest::unquoted)
              .toList();
      default -> throw new IllegalArgumentException("No values of " + kind + " on this page");
    };
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1);
  }

  private Expression compile(String text) throws ExpressionException {
    return compiler.compile(text, new RecordType("Event", types));
  }

  @TestFactory
  Stream<DynamicTest> everyExpressionGivesWhatItsRowSays() {
    return PAGE.table("expression", "gives", "because").stream()
        .map(row -> dynamicTest(row.get(0), () -> gives(row.get(0), row.get(1))));
  }

  private void gives(String text, String expected) throws ExpressionException {
    Expression expression = compile(text);
    if (expected.equals(ERROR)) {
      assertThatThrownBy(() -> expression.evaluate(values::get))
          .isInstanceOf(EvaluationException.class);
    } else {
      assertThat(String.valueOf(expression.evaluate(values::get))).isEqualTo(expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyExpressionThatIsRefusedIsRefusedForTheReason() {
    return PAGE.table("refused", "message").stream()
        .map(
            row ->
                dynamicTest(
                    row.get(0),
                    () ->
                        assertThatThrownBy(() -> compile(row.get(0)))
                            .isInstanceOf(ExpressionException.class)
                            .hasMessageContaining(row.get(1))));
  }
}

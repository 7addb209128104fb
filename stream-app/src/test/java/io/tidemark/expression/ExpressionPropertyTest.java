package io.tidemark.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The nodes against CEL's own runtime as the twin. Where the runtime gives a value, the nodes give
 * the same. Where it fails on a record without nulls, the nodes fail; with nulls, on which CEL has
 * no arithmetic, they fail, give null, or decide despite that null.
 */
class ExpressionPropertyTest {
  private static final int EXPRESSIONS = 800;
  private static final int RECORDS = 6;
  private static final List<Kind> KINDS = List.of(Kind.BOOL, Kind.INT, Kind.DOUBLE, Kind.STRING);

  private static final Object[] TOKENS =
      ("unit_price quantity item paid discount tags features address anything null true 1 2.5 'x'"
              + " + - * / % == != < > && || ! ? : ( ) [ ] { } , . .city .exists( .map(x, x .all(t,"
              + " has( size( string( in dyn( b'a' timestamp( duration( math.greatest( \\ ' \" ` ü 0x")
          .split(" ");

  private final ExpressionCompiler compiler = new ExpressionCompiler();
  private final CelRuntime twin = twin();
  private int values;
  private int failures;
  private int nulls;

  @Test
  void nodesAgreeWithTheCelRuntime() throws Exception {
    SplittableRandom random = new SplittableRandom(20260101L);
    RandomExpression expressions = new RandomExpression(random);
    for (int i = 0; i < EXPRESSIONS; i++) {
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      String text = expressions.draw(kind, 1 + random.nextInt(4));
      compareOnRecords(text, random);
    }
    // each kind of outcome really occurred
    assertThat(List.of(values, failures, nulls)).allMatch(count -> count > 200);
  }

  @Test
  void anyTextCompilesOrIsRefusedAndNeverFailsOtherwise() {
    SplittableRandom random = new SplittableRandom(7L);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        text.append(pick(random, TOKENS)).append(random.nextBoolean() ? " " : "");
      }
      refused += compilesAndEvaluates(text.toString()) ? 0 : 1;
    }
    assertThat(refused).isBetween(300, 999);
  }

  private boolean compilesAndEvaluates(String text) {
    try {
      outcome(compiler.compile(text, SampleRecord.TYPE), name -> null);
      return true;
    } catch (ExpressionException e) {
      assertThat(e.errors()).as(text).isNotEmpty();
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(text, e);
    }
  }

  private void compareOnRecords(String text, SplittableRandom random) throws Exception {
    if (text.length() > Dialect.MAX_LENGTH) {
      return;
    }
    CelAbstractSyntaxTree ast =
        Dialect.compiler(new CelTypes(SampleRecord.TYPE)).compile(text).getAst();
    Expression expression = compiler.compile(text, SampleRecord.TYPE);
    CelRuntime.Program program = twin.createProgram(ast);
    for (int i = 0; i < RECORDS; i++) {
      Map<String, Object> record = record(random, i % 2 == 0);
      compare(text, expression, program, record);
    }
  }

  private void compare(
      String text, Expression expression, CelRuntime.Program program, Map<String, Object> record) {
    Object expected = twinOutcome(program, record);
    Object actual = outcome(expression, record::get);
    String history = text + " on " + record + ", CEL: " + expected;
    if (!(expected instanceof Exception)) {
      values++;
      assertThat(normal(actual)).as(history).isEqualTo(normal(expected));
    } else if (record.containsValue(null) && actual == null) {
      nulls++;
      assertThat(expression.type().nullable()).as(history).isTrue();
    } else if (record.containsValue(null) && !(actual instanceof Exception)) {
      assertThat(text).as(history).containsPattern(" ([!=]=|in|&&|[|]{2}) ");
    } else {
      failures++;
      assertThat(actual).as(history).isInstanceOf(EvaluationException.class);
    }
  }

  private static Object outcome(Expression expression, Fields fields) {
    try {
      return expression.evaluate(fields);
    } catch (EvaluationException e) {
      return e;
    }
  }

  private static Object twinOutcome(CelRuntime.Program program, Map<String, Object> record) {
    try {
      Map<String, Object> variables = new HashMap<>(record);
      variables.replaceAll((name, value) -> value == null ? NullValue.NULL_VALUE : value);
      Object value = program.eval(variables);
      return value instanceof NullValue ? null : value;
    } catch (CelEvaluationException e) {
      return e;
    }
  }

  /** CEL leaves an int in the branch of a conditional that is declared double. */
  private static Object normal(Object value) {
    return value instanceof Long number ? (Object) number.doubleValue() : value;
  }

  private static Map<String, Object> record(SplittableRandom random, boolean withNulls) {
    Map<String, Object> record = new HashMap<>();
    record.put("unit_price", pick(random, 0.0, -1.5, 2.25, 1e10, 3.0));
    record.put("quantity", pick(random, 0L, 1L, -2L, 7L, Long.MAX_VALUE));
    record.put("item", pick(random, "", "a", "abc", "ü"));
    record.put("paid", random.nextBoolean());
    record.put("type", pick(random, "a", "web"));
    record.put("ordered_at", Instant.ofEpochSecond(random.nextInt(3)));
    record.put("discount", 0.5);
    record.put("stock", pick(random, 0L, 3L));
    record.put("note", pick(random, "", "ab"));
    record.put("gift", random.nextBoolean());
    record.put("shipped_at", Instant.ofEpochSecond(random.nextInt(3)));
    record.put("tags", List.of("a", "ab"));
    if (withNulls) {
      for (String name : List.of("discount", "stock", "note", "gift", "shipped_at", "tags")) {
        record.put(name, random.nextInt(3) == 0 ? record.get(name) : null);
      }
    }
    return record;
  }

  private static Object pick(SplittableRandom random, Object... options) {
    return options[random.nextInt(options.length)];
  }

  private static CelRuntime twin() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(Dialect.OPTIONS)
        .addLibraries(CelExtensions.math(), CelExtensions.strings())
        .addFunctionBindings(widening("add", Double::sum))
        .addFunctionBindings(widening("subtract", (a, b) -> a - b))
        .addFunctionBindings(widening("multiply", (a, b) -> a * b))
        .addFunctionBindings(widening("divide", (a, b) -> a / b))
        .addFunctionBindings(
            CelFunctionBinding.from(
                "equals_double_int64", Double.class, Long.class, (a, b) -> a == b.doubleValue()),
            CelFunctionBinding.from(
                "equals_int64_double", Long.class, Double.class, (a, b) -> a.doubleValue() == b),
            CelFunctionBinding.from(
                "not_equals_double_int64",
                Double.class,
                Long.class,
                (a, b) -> a != b.doubleValue()),
            CelFunctionBinding.from(
                "not_equals_int64_double",
                Long.class,
                Double.class,
                (a, b) -> a.doubleValue() != b))
        .build();
  }

  @SuppressWarnings("Immutable") // the operators are stateless lambdas
  private static List<CelFunctionBinding> widening(String name, DoubleBinaryOperator operator) {
    return Arrays.asList(
        CelFunctionBinding.from(
            name + "_double_int64",
            Double.class,
            Long.class,
            (a, b) -> operator.applyAsDouble(a, b)),
        CelFunctionBinding.from(
            name + "_int64_double",
            Long.class,
            Double.class,
            (a, b) -> operator.applyAsDouble(a, b)));
  }
}

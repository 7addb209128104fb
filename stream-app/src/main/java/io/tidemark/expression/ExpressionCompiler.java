package io.tidemark.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.runtime.CelRuntime;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compiles expressions written in the Common Expression Language, typed against the fields of a
 * record.
 *
 * <p>CEL's parser and checker decide what is valid; the checked tree then becomes plain nodes,
 * which evaluate some twenty times faster than CEL's runtime and know null (see {@link
 * Expression}). Rare functions still go through that runtime, one call at a time.
 *
 * <p>Beyond CEL, an int beside a double is widened. Short of CEL: no unsigned integers, no types as
 * values, no records built, no macro inside a macro. At most 2,000 characters, 500 parts, 50 levels
 * and 1,000 elements per macro.
 *
 * <p>Thread-safe. The first compilation of a process costs half a second, later ones milliseconds.
 */
public final class ExpressionCompiler {
  private final CelRuntime runtime = Dialect.runtime();

  /**
   * Compiles an expression.
   *
   * @param schema the fields that the expression may name
   * @param expected the kinds of value it may have; none means any
   * @throws ExpressionException listing every error found
   */
  public Expression compile(String text, RecordType schema, Kind... expected)
      throws ExpressionException {
    CelAbstractSyntaxTree ast = check(text, schema);
    refuse(text, Restrictions.violatedBy(ast));
    FieldType type = resultType(text, ast, schema);
    checkKind(text, type, List.of(expected));
    return new CompiledExpression(text, type, fields(ast, schema), link(text, ast));
  }

  /**
   * Whether an expression may be null where others hold: in doubt, yes.
   *
   * @param schema the fields that all of them were compiled for
   * @param given conditions that hold when the expression is evaluated
   */
  public boolean mayBeNull(Expression expression, RecordType schema, List<Expression> given) {
    List<CelExpr> conditions = given.stream().map(one -> tree(one, schema)).toList();
    return new Nullability(schema).of(tree(expression, schema), conditions);
  }

  private static CelExpr tree(Expression compiled, RecordType schema) {
    try {
      return check(compiled.text(), schema).getExpr();
    } catch (ExpressionException e) {
      throw new IllegalArgumentException(
          "Expression \"" + compiled.text() + "\" was compiled for other fields", e);
    }
  }

  /** A macro's variable of a field's name counts as the field: one read too many does no harm. */
  private static Set<String> fields(CelAbstractSyntaxTree ast, RecordType schema) {
    return CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
        .map(node -> node.expr().ident().name())
        .filter(schema.fields()::containsKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Node link(String text, CelAbstractSyntaxTree ast) throws ExpressionException {
    try {
      return new NodeCompiler(ast, runtime).compile();
    } catch (Failure failure) {
      throw new ExpressionException(text, List.of(error(failure.getMessage(), "")));
    }
  }

  private static CelAbstractSyntaxTree check(String text, RecordType schema)
      throws ExpressionException {
    if (text.isBlank() || text.length() > Dialect.MAX_LENGTH) {
      String message = text.length() + " characters, must be 1 to " + Dialect.MAX_LENGTH;
      throw new ExpressionException(abbreviate(text), List.of(error(message, "")));
    }
    CelTypes types = new CelTypes(schema);
    CelValidationResult result = parseAndCheck(text, types);
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      IssueText wording = new IssueText(text, schema.fields().keySet(), types.memberNames());
      throw new ExpressionException(text, wording.describe(e.getErrors()));
    }
  }

  private static CelValidationResult parseAndCheck(String text, CelTypes types)
      throws ExpressionException {
    try {
      return Dialect.compiler(types).compile(text);
    } catch (RuntimeException e) {
      // CEL 0.14 throws where a macro stands beside a syntax error it recovered from
      throw new ExpressionException(text, List.of(error("not an expression", "")));
    }
  }

  private static String abbreviate(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static FieldType resultType(String text, CelAbstractSyntaxTree ast, RecordType schema)
      throws ExpressionException {
    Nullability nullability = new Nullability(schema);
    CelExpr root = ast.getExpr();
    boolean nullable = nullability.of(root);
    FieldType type =
        nullability
            .field(root)
            .filter(field -> !isTest(root))
            .or(() -> CelTypes.fieldType(ast.getResultType(), nullable))
            .orElse(null);
    if (type == null) {
      String name = IssueText.readable(ast.getResultType().name());
      String hint = name.equals("duration") ? "take its seconds with .getSeconds()" : "";
      throw new ExpressionException(text, List.of(error("the result is of type " + name, hint)));
    }
    return nullable ? type.orNull() : type;
  }

  private static boolean isTest(CelExpr root) {
    return root.getKind() == CelExpr.ExprKind.Kind.SELECT && root.select().testOnly();
  }

  private static void checkKind(String text, FieldType type, List<Kind> expected)
      throws ExpressionException {
    if (!expected.isEmpty() && !expected.contains(type.kind())) {
      String message = "the result is " + name(type.kind()) + ", must be " + names(expected);
      throw new ExpressionException(text, List.of(error(message, conversion(type, expected))));
    }
  }

  private static String conversion(FieldType type, List<Kind> expected) {
    if (expected.equals(List.of(Kind.BOOL))) {
      return "compare it to something";
    }
    boolean convertible = type.kind() == Kind.DYNAMIC || type.kind() == Kind.STRING;
    return convertible && expected.contains(Kind.DOUBLE) ? "convert with double(...)" : "";
  }

  private static String names(Collection<Kind> kinds) {
    return kinds.stream().map(ExpressionCompiler::name).collect(Collectors.joining(" or "));
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static void refuse(String text, List<ExpressionError> errors) throws ExpressionException {
    if (!errors.isEmpty()) {
      throw new ExpressionException(text, errors);
    }
  }

  private static ExpressionError error(String message, String hint) {
    return new ExpressionError(1, 1, message, hint);
  }
}

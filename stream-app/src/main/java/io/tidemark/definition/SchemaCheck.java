package io.tidemark.definition;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import io.tidemark.expression.Expression;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.expression.ExpressionError;
import io.tidemark.expression.ExpressionException;
import io.tidemark.text.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Single checks of attributes against a schema, and the problems they found. */
final class SchemaCheck {
  private final SourceMap sourceMap;
  private final ExpressionCompiler compiler;
  private final List<DefinitionProblem> problems = new ArrayList<>();
  private final List<DefinitionProblem> warnings = new ArrayList<>();

  SchemaCheck(SourceMap sourceMap, ExpressionCompiler compiler) {
    this.sourceMap = sourceMap;
    this.compiler = compiler;
  }

  List<DefinitionProblem> problems() {
    return problems;
  }

  List<DefinitionProblem> warnings() {
    return warnings;
  }

  void report(Object part, String attribute, String value, String rule, String hint) {
    problems.add(problem(part, attribute, value, rule, hint));
  }

  /** Notes what fits and may still not be meant. */
  void warn(Object part, String attribute, String value, String rule, String hint) {
    warnings.add(problem(part, attribute, value, rule, hint));
  }

  private DefinitionProblem problem(
      Object part, String attribute, String value, String rule, String hint) {
    SourceMap.Entry at = sourceMap.find(part, attribute);
    return new DefinitionProblem(at.position(), at.path(), value, rule, hint);
  }

  /** Whether an expression may be null where what is given holds. */
  boolean mayBeNull(Expression expression, RecordType type, List<Expression> given) {
    return compiler.mayBeNull(expression, type, given);
  }

  /** Reports each error of the expression; null for a null text or after an error. */
  Expression expression(
      Object part, String attribute, String text, RecordType type, Kind... expected) {
    return expression(part, attribute, text, type, UnaryOperator.identity(), expected);
  }

  /** The same with each error explained further. */
  Expression expression(
      Object part,
      String attribute,
      String text,
      RecordType type,
      UnaryOperator<ExpressionError> explained,
      Kind... expected) {
    if (text == null) {
      return null;
    }
    try {
      return compiler.compile(text, type, expected);
    } catch (ExpressionException e) {
      e.errors().forEach(error -> report(part, attribute, text, explained.apply(error)));
      return null;
    }
  }

  private void report(Object part, String attribute, String text, ExpressionError error) {
    String where = " at column " + error.column();
    String line = error.line() == 1 ? "" : " of line " + error.line();
    report(part, attribute, text, error.message() + where + line, error.hint());
  }

  /** Null after reporting that event time cannot be read. */
  EventTimeReader eventTime(Source source, RecordType type) {
    try {
      return EventTimeReader.of(source, type);
    } catch (IllegalArgumentException e) {
      String hint = Spelling.didYouMean(source.eventTime(), type.fields().keySet()).orElse("");
      boolean known = type.field(source.eventTime()).isPresent();
      report(source, "event_time", source.eventTime(), e.getMessage(), known ? "" : hint);
      return null;
    }
  }

  void fields(Object part, String attribute, List<String> names, RecordType type, Kind... kinds) {
    for (int i = 0; i < names.size(); i++) {
      field(part, attribute + "[" + i + "]", names.get(i), type, kinds);
    }
  }

  void field(Object part, String attribute, String name, RecordType type, Kind... kinds) {
    if (!exists(part, attribute, name, type)) {
      return;
    }
    Kind kind = type.field(name).orElseThrow().kind();
    if (!List.of(kinds).contains(kind)) {
      String rule = "field '" + name + "' is " + lower(kind) + ", must be " + lower(kinds);
      report(part, attribute, name, rule, "");
    }
  }

  private boolean exists(Object part, String attribute, String name, RecordType type) {
    boolean exists = type.field(name).isPresent();
    if (!exists) {
      String hint = Spelling.didYouMean(name, type.fields().keySet()).orElse("");
      report(part, attribute, name, "no field '" + name + "' in " + type.name(), hint);
    }
    return exists;
  }

  /** An entity's key is checked per source; what is wrong is reported where the entity is used. */
  void keyOf(FeatureGroup group, Entity entity, RecordType type, Kind... kinds) {
    for (String name : entity.key()) {
      FieldType field = type.field(name).orElse(null);
      if (field == null) {
        String rule = "its key field '" + name + "' is not in " + type.name();
        String hint = Spelling.didYouMean(name, type.fields().keySet()).orElse("");
        report(group, "entity", entity.name(), rule, hint);
      } else if (!List.of(kinds).contains(field.kind())) {
        String rule = "its key field '" + name + "' is " + lower(field.kind());
        report(group, "entity", entity.name(), rule + ", must be " + lower(kinds), "");
      }
    }
  }

  private static String lower(Kind... kinds) {
    return Arrays.stream(kinds)
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }
}

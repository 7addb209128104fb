package io.tidemark.definition;

import io.tidemark.definition.CheckedDefinitions.CheckedLabel;
import io.tidemark.definition.CheckedDefinitions.CheckedMeasure;
import io.tidemark.definition.LabelTerms.Measure;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import io.tidemark.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Holds labels against what an outcome and its prediction are. */
final class LabelCheck {
  /** Of predictions of which nothing is known. */
  static final RecordType NONE = new RecordType("prediction", Map.of());

  private static final Kind[] NUMBER = {Kind.INT, Kind.DOUBLE};
  private static final Kind[] KEY = {Kind.STRING, Kind.INT, Kind.BOOL};

  private final SchemaCheck check;
  private final LabelScope both;
  private final LabelScope silence;

  LabelCheck(SchemaCheck check, RecordType outcome, RecordType prediction) {
    this.check = check;
    this.both = LabelScope.ofOutcome(outcome, prediction);
    this.silence = LabelScope.ofSilence(prediction);
  }

  CheckedLabel of(Model.Label label) {
    LabelTerms terms = label.terms();
    Expression positive = expression(label, "positive", terms.positive(), both, Kind.BOOL);
    Expression negative = expression(label, "negative", terms.negative(), both, Kind.BOOL);
    CheckedLabel checked =
        new CheckedLabel(
            label,
            positive,
            negative,
            measure(terms.value()),
            measure(terms.weight()),
            expression(label, "by", terms.by(), both, KEY),
            source(terms.priority()));
    warnOfNull(terms.value(), "value", checked.value(), positive, negative);
    warnOfNull(terms.weight(), "weight", checked.weight(), positive, negative);
    return checked;
  }

  private Expression source(LabelTerms.Priority priority) {
    return priority == null ? null : expression(priority, "of", priority.of(), both, Kind.STRING);
  }

  private CheckedMeasure measure(Measure measure) {
    return new CheckedMeasure(
        expression(measure, "positive", measure.positive(), both, NUMBER),
        expression(measure, "negative", measure.negative(), both, NUMBER),
        expression(measure, "timeout", measure.timeout(), silence, NUMBER));
  }

  private Expression expression(
      Object part, String attribute, String text, LabelScope scope, Kind... kinds) {
    return check.expression(
        part, attribute, text, scope.type(), error -> scope.explain(text, error), kinds);
  }

  private void warnOfNull(
      Measure measure, String what, CheckedMeasure checked, Expression positive, Expression nay) {
    warnOfNull(measure, "positive", what, checked.positive(), given(positive));
    warnOfNull(measure, "negative", what, checked.negative(), given(nay));
    warnOfNull(measure, "timeout", what, checked.timeout(), List.of());
  }

  private static List<Expression> given(Expression condition) {
    return Stream.of(condition).filter(Objects::nonNull).toList();
  }

  private void warnOfNull(
      Measure measure, String made, String what, Expression number, List<Expression> given) {
    boolean silent = made.equals("timeout");
    RecordType type = (silent ? silence : both).type();
    if (number != null && check.mayBeNull(number, type, given)) {
      String rule = "can be null: an example that would need it is unlabelled";
      String elsewhere = silent ? "" : ", or ask for it in '" + made + "'";
      check.warn(
          measure,
          made,
          number.text(),
          "the " + what + " " + rule,
          "write x == null ? 1.0 : x" + elsewhere);
    }
  }
}

package io.tidemark.join;

import io.tidemark.definition.CheckedDefinitions.CheckedLabel;
import io.tidemark.definition.CheckedDefinitions.CheckedMeasure;
import io.tidemark.definition.LabelScope;
import io.tidemark.definition.LabelTerms.Priority;
import io.tidemark.expression.Expression;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How outcomes are judged for one label; {@code null} for an expression that is not declared.
 *
 * @param label the label's name
 * @param positive boolean: the outcome makes the label positive
 * @param negative boolean: the outcome makes it negative, for labels where silence is no answer
 * @param value finite numbers: what the label is worth; 1 where an outcome is positive, else 0
 * @param weight numbers at least 0: what an example weighs; 1
 * @param by text, number or boolean: what outcomes are told apart by
 * @param ranking whose word counts, or {@code null}
 */
public record LabelRule(
    String label,
    Expression positive,
    Expression negative,
    CheckedMeasure value,
    CheckedMeasure weight,
    Expression by,
    Ranking ranking) {

  private static final CheckedMeasure USUAL = new CheckedMeasure(null, null, null);

  /**
   * Whose word counts.
   *
   * @param source text: who says it
   * @param order from the one whose word counts before all others
   */
  public record Ranking(Expression source, List<String> order) {
    public Ranking {
      order = List.copyOf(order);
    }

    /** From 0; who is not named, or is nobody, comes last. */
    int of(Object said) {
      int place = said == null ? -1 : order.indexOf(said.toString());
      return place < 0 ? order.size() : place;
    }
  }

  /** A rule of a label without numbers of its own, where positive ones may weigh something. */
  public LabelRule(String label, Expression positive, Expression negative, Expression weight) {
    this(label, positive, negative, USUAL, new CheckedMeasure(weight, null, null), null, null);
  }

  /** The rule of a declared label. */
  public static LabelRule of(CheckedLabel checked) {
    Priority priority = checked.label().terms().priority();
    return new LabelRule(
        checked.label().name(),
        checked.positive(),
        checked.negative(),
        checked.value(),
        checked.weight(),
        checked.by(),
        priority == null ? null : new Ranking(checked.source(), priority.order()));
  }

  /** Whether an outcome can be judged only with its prediction. */
  boolean readsPrediction() {
    return ofOutcome().anyMatch(LabelRule::readsPrediction);
  }

  private static boolean readsPrediction(Expression expression) {
    return expression.fields().stream().anyMatch(name -> name.startsWith(LabelScope.PREDICTION));
  }

  /** The fields of an outcome that it is judged by. */
  Set<String> outcomeFields() {
    Set<String> names = new TreeSet<>();
    ofOutcome()
        .flatMap(expression -> expression.fields().stream())
        .filter(name -> !name.startsWith(LabelScope.PREDICTION))
        .map(LabelRule::bare)
        .forEach(names::add);
    return names;
  }

  private static String bare(String name) {
    return name.startsWith(LabelScope.OUTCOME) ? name.substring(LabelScope.OUTCOME.length()) : name;
  }

  private Stream<Expression> ofOutcome() {
    return Stream.of(
            positive,
            negative,
            value.positive(),
            value.negative(),
            weight.positive(),
            weight.negative(),
            by,
            ranking == null ? null : ranking.source())
        .filter(Objects::nonNull);
  }
}

package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.expression.Expression;
import java.util.function.Function;

/**
 * How outcomes are judged for one label.
 *
 * @param label the label's name
 * @param positive boolean: the outcome makes the label positive
 * @param negative boolean: the outcome makes it negative, for labels where silence is no answer;
 *     {@code null} when no outcome does
 * @param weight number at least 0: weight of the example a positive outcome makes; {@code null} for
 *     1
 */
public record LabelRule(String label, Expression positive, Expression negative, Expression weight) {

  /** The rule of a declared label, its expressions compiled by {@code compiler}. */
  public static LabelRule of(Model.Label label, Function<String, Expression> compiler) {
    Expression weight = label.weight() == null ? null : compiler.apply(label.weight());
    return new LabelRule(label.name(), compiler.apply(label.positive()), null, weight);
  }
}

package io.tidemark.join;

import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges an outcome for every label of a model, once, before the join: what is stored per outcome
 * is a few bytes and does not change with a later definition. Thread-safe if its expressions are.
 *
 * <p>An expression that yields null is not true: a click without a dwell time is not a click of
 * thirty seconds.
 */
public final class OutcomeJudge {
  private final List<LabelRule> rules;

  public OutcomeJudge(List<LabelRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * What an outcome says.
   *
   * @param judgements one for each label it says something about
   * @param failures why, by label, of those that could not be judged: an expression fails, or a
   *     weight is not a finite number of at least 0. They have a judgement that says so
   */
  public record Judged(List<Judgement> judgements, Map<String, String> failures) {}

  /** Judges the outcome. */
  public Judged judge(Fields outcome) {
    List<Judgement> judgements = new ArrayList<>();
    Map<String, String> failures = new LinkedHashMap<>();
    for (LabelRule rule : rules) {
      try {
        judge(rule, outcome, judgements);
      } catch (EvaluationException | IllegalArgumentException e) {
        judgements.add(new Judgement(rule.label(), Evidence.UNJUDGED, 1.0));
        failures.put(rule.label(), e.getMessage());
      }
    }
    return new Judged(judgements, failures);
  }

  private static void judge(LabelRule rule, Fields outcome, List<Judgement> judgements) {
    if (holds(rule.positive(), outcome)) {
      double weight = rule.weight() == null ? 1.0 : weight(rule.weight(), outcome);
      judgements.add(new Judgement(rule.label(), Evidence.POSITIVE, weight));
    } else if (rule.negative() != null && holds(rule.negative(), outcome)) {
      judgements.add(new Judgement(rule.label(), Evidence.NEGATIVE, 1.0));
    }
  }

  private static boolean holds(Expression condition, Fields outcome) {
    return Boolean.TRUE.equals(condition.evaluate(outcome));
  }

  private static double weight(Expression expression, Fields outcome) {
    if (expression.evaluate(outcome) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        "Weight expression '"
            + expression.text()
            + "' is null: must be a number. Guard it for outcomes that have none.");
  }
}

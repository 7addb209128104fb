package io.tidemark.join;

import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import java.util.ArrayList;
import java.util.List;

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
   * Judges the outcome.
   *
   * @return a judgement for each label it says something about
   * @throws JudgementException when an expression fails, or a weight is not a finite number of at
   *     least 0
   */
  public List<Judgement> judge(Fields outcome) {
    List<Judgement> judgements = new ArrayList<>();
    for (LabelRule rule : rules) {
      judge(rule, outcome, judgements);
    }
    return judgements;
  }

  private static void judge(LabelRule rule, Fields outcome, List<Judgement> judgements) {
    try {
      if (holds(rule.positive(), outcome)) {
        double weight = rule.weight() == null ? 1.0 : weight(rule.weight(), outcome);
        judgements.add(new Judgement(rule.label(), Evidence.POSITIVE, weight));
      } else if (rule.negative() != null && holds(rule.negative(), outcome)) {
        judgements.add(new Judgement(rule.label(), Evidence.NEGATIVE, 1.0));
      }
    } catch (EvaluationException | IllegalArgumentException e) {
      throw new JudgementException(rule.label(), e);
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

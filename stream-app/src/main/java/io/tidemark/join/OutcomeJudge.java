package io.tidemark.join;

import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges an outcome for every label of a model, once: what is stored per outcome is a few bytes and
 * does not change with a later definition. Labels that read the outcome alone are judged before the
 * join, the others when it meets its prediction. Thread-safe if its expressions are.
 *
 * <p>A condition or a number that yields null is none, and what needs it cannot be judged: whether
 * a click without a dwell time was one of thirty seconds is not known.
 */
public final class OutcomeJudge {
  /** Longest key or id: they are kept with every outcome that waits. */
  static final int LONGEST_NAME = 512;

  private final Expression outcomeId;
  private final List<LabelRule> atOnce;
  private final List<LabelRule> joined;
  private final Set<String> facts = new TreeSet<>();
  private final Map<String, LabelRule> rules = new LinkedHashMap<>();

  /** A judge of outcomes that are told apart by what they say. */
  public OutcomeJudge(List<LabelRule> rules) {
    this(rules, null);
  }

  /**
   * @param outcomeId text or number that tells outcomes apart, or {@code null}
   */
  public OutcomeJudge(List<LabelRule> rules, Expression outcomeId) {
    this.outcomeId = outcomeId;
    this.joined = rules.stream().filter(LabelRule::readsPrediction).toList();
    this.atOnce = rules.stream().filter(rule -> !rule.readsPrediction()).toList();
    joined.forEach(rule -> facts.addAll(rule.outcomeFields()));
    rules.forEach(rule -> this.rules.put(rule.label(), rule));
  }

  /**
   * What an outcome says.
   *
   * @param id what tells it from others; empty for none
   * @param judgements one for each label it says something about
   * @param facts what is left to be judged by, or {@code null}
   * @param failures why, by label, of those that could not be judged: an expression fails, or a
   *     number is null or out of its range. They have a judgement that says so
   */
  public record Judged(
      String id, List<Judgement> judgements, Facts facts, Map<String, String> failures) {}

  /** Judges the outcome by what it says itself. */
  public Judged judge(Fields outcome) {
    List<Judgement> judgements = new ArrayList<>();
    Map<String, String> failures = new LinkedHashMap<>();
    Facts left = joined.isEmpty() ? null : Facts.of(facts, outcome);
    try {
      Object given = outcomeId == null ? null : outcomeId.evaluate(outcome);
      String id = given == null ? "" : name(given, outcomeId);
      judge(atOnce, new JudgedFields(outcome, null), judgements, failures);
      return new Judged(id, judgements, left, failures);
    } catch (EvaluationException | IllegalArgumentException e) {
      // without its id it may be a repeat: it says nothing, and silence is no answer
      rules.keySet().forEach(label -> failures.put(label, e.getMessage()));
      rules.keySet().forEach(label -> judgements.add(Judgement.none(label)));
      return new Judged("", judgements, null, failures);
    }
  }

  /**
   * Judges what is left of an outcome with its prediction.
   *
   * @return the outcome with nothing left; the same where nothing was
   */
  Outcome judge(Outcome outcome, Fields prediction) {
    if (outcome.isJudged()) {
      return outcome;
    }
    List<Judgement> judgements = new ArrayList<>(outcome.judgements());
    List<LabelRule> left =
        joined.stream().filter(rule -> outcome.judgement(rule.label()).isEmpty()).toList();
    judge(left, new JudgedFields(outcome.facts(), prediction), judgements, new HashMap<>());
    return new Outcome(
        outcome.requestId(), outcome.timeMs(), outcome.kind(), outcome.id(), judgements, null);
  }

  /**
   * What silence after a prediction says.
   *
   * @return {@code null} where that cannot be told: an expression fails, or has no number
   */
  Silence silence(String label, Fields prediction) {
    LabelRule rule = rules.get(label);
    if (rule == null) {
      return Silence.USUAL;
    }
    try {
      Fields fields = new JudgedFields(null, prediction);
      double value = number(rule.value().timeout(), "Value", fields, Silence.USUAL.value());
      double weight = number(rule.weight().timeout(), "Weight", fields, Silence.USUAL.weight());
      Judgement judged = new Judgement(label, Evidence.NEGATIVE, value, weight, "", 0);
      return new Silence(judged.value(), judged.weight());
    } catch (EvaluationException | IllegalArgumentException e) {
      return null;
    }
  }

  private static void judge(
      List<LabelRule> rules,
      Fields fields,
      List<Judgement> judgements,
      Map<String, String> failures) {
    for (LabelRule rule : rules) {
      try {
        judge(rule, fields, judgements);
      } catch (EvaluationException | IllegalArgumentException e) {
        judgements.add(Judgement.none(rule.label()));
        failures.put(rule.label(), e.getMessage());
      }
    }
  }

  private static void judge(LabelRule rule, Fields fields, List<Judgement> judgements) {
    Object positive = rule.positive().evaluate(fields);
    if (Boolean.TRUE.equals(positive)) {
      Expression value = rule.value().positive();
      Expression weight = rule.weight().positive();
      judgements.add(judgement(rule, Evidence.POSITIVE, value, weight, fields));
    } else if (positive == null) {
      judgements.add(Judgement.none(rule.label()));
    } else if (rule.negative() != null) {
      judgeNegative(rule, fields, judgements);
    }
  }

  private static void judgeNegative(LabelRule rule, Fields fields, List<Judgement> judgements) {
    Object negative = rule.negative().evaluate(fields);
    if (Boolean.TRUE.equals(negative)) {
      Expression value = rule.value().negative();
      Expression weight = rule.weight().negative();
      judgements.add(judgement(rule, Evidence.NEGATIVE, value, weight, fields));
    } else if (negative == null) {
      judgements.add(Judgement.none(rule.label()));
    }
  }

  private static Judgement judgement(
      LabelRule rule, Evidence evidence, Expression value, Expression weight, Fields fields) {
    return new Judgement(
        rule.label(),
        evidence,
        number(value, "Value", fields, evidence.usualValue()),
        number(weight, "Weight", fields, 1.0),
        key(rule.by(), fields),
        rule.ranking() == null ? 0 : rule.ranking().of(rule.ranking().source().evaluate(fields)));
  }

  private static String key(Expression by, Fields fields) {
    if (by == null) {
      return "";
    }
    Object key = by.evaluate(fields);
    if (key == null) {
      throw new IllegalArgumentException(
          "Key expression '"
              + by.text()
              + "' is null: must tell which outcomes replace each other. Ask for it in 'positive'"
              + " and 'negative'.");
    }
    return name(key, by);
  }

  private static String name(Object value, Expression given) {
    String name = value.toString();
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "'"
              + given.text()
              + "' has "
              + name.length()
              + " characters: must be at most "
              + LONGEST_NAME
              + ". Tell outcomes apart by something shorter.");
    }
    return name;
  }

  private static double number(Expression expression, String what, Fields fields, double usual) {
    if (expression == null) {
      return usual;
    }
    if (expression.evaluate(fields) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        what
            + " expression '"
            + expression.text()
            + "' is null: must be a number. Guard it for outcomes that have none.");
  }
}

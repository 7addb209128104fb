package io.tidemark.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.FieldType;
import io.tidemark.event.Fields;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OutcomeJudgeTest {
  private final OutcomeJudge judge =
      new OutcomeJudge(
          List.of(
              rule("click", f -> dwell(f) == null ? null : is(f, "click") && dwell(f) >= 30, null),
              rule("purchase", f -> is(f, "purchase"), f -> f.get("value"))));

  @Test
  void eachLabelIsJudgedByItsOwnRule() {
    assertThat(judge.judge(outcome("click", 40.0, null)).judgements())
        .containsExactly(new Judgement("click", Evidence.POSITIVE, 1.0));
    assertThat(judge.judge(outcome("purchase", 0.0, 9.5)).judgements())
        .containsExactly(new Judgement("purchase", Evidence.POSITIVE, 9.5));
    assertThat(judge.judge(outcome("click", 4.0, null)).judgements()).isEmpty();
  }

  @Test
  void conditionThatYieldsNullIsNotTrue() {
    assertThat(judge.judge(outcome("click", null, null)).judgements()).isEmpty();
  }

  @Test
  void negativeConditionIsAskedAfterThePositive() {
    LabelRule rule =
        new LabelRule(
            "approved", expression(f -> is(f, "yes")), expression(f -> is(f, "no")), null);
    OutcomeJudge approvals = new OutcomeJudge(List.of(rule));
    assertThat(approvals.judge(outcome("no", null, null)).judgements())
        .containsExactly(new Judgement("approved", Evidence.NEGATIVE, 1.0));
    assertThat(approvals.judge(outcome("maybe", null, null)).judgements()).isEmpty();
  }

  @Test
  void weightMustBeAFiniteNumberOfAtLeastZero() {
    for (Double value : new Double[] {null, -1.0, Double.NaN, Double.POSITIVE_INFINITY}) {
      OutcomeJudge.Judged judged = judge.judge(outcome("purchase", 0.0, value));
      assertThat(judged.judgements()).isEqualTo(JoinFixtures.unjudged("purchase"));
      assertThat(judged.failures()).containsOnlyKeys("purchase");
    }
  }

  @Test
  void failingExpressionLeavesTheOtherLabels() {
    OutcomeJudge failing =
        new OutcomeJudge(
            List.of(
                rule(
                    "click",
                    f -> {
                      throw new EvaluationException("divided by zero", null);
                    },
                    null),
                rule("seen", f -> is(f, "click"), null)));
    OutcomeJudge.Judged judged = failing.judge(outcome("click", 1.0, null));
    assertThat(judged.judgements())
        .containsExactly(
            new Judgement("click", Evidence.UNJUDGED, 1.0),
            new Judgement("seen", Evidence.POSITIVE, 1.0));
    assertThat(judged.failures()).containsExactly(Map.entry("click", "divided by zero"));
  }

  private static LabelRule rule(
      String label, Function<Fields, Object> positive, Function<Fields, Object> weight) {
    return new LabelRule(
        label, expression(positive), null, weight == null ? null : expression(weight));
  }

  private static boolean is(Fields outcome, String kind) {
    return kind.equals(outcome.get("outcome"));
  }

  private static Double dwell(Fields outcome) {
    return (Double) outcome.get("dwell_seconds");
  }

  private static Fields outcome(String kind, Double dwellSeconds, Double value) {
    Map<String, Object> values = new HashMap<>();
    values.put("outcome", kind);
    values.put("dwell_seconds", dwellSeconds);
    values.put("value", value);
    return values::get;
  }

  private static Expression expression(Function<Fields, Object> function) {
    return new Expression() {
      @Override
      public Object evaluate(Fields fields) {
        return function.apply(fields);
      }

      @Override
      public FieldType type() {
        return FieldType.of(FieldType.Kind.DYNAMIC);
      }

      @Override
      public Set<String> fields() {
        return Set.of();
      }

      @Override
      public String text() {
        return "given by the test";
      }
    };
  }
}

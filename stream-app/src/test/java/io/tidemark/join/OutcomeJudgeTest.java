package io.tidemark.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.CheckedDefinitions.CheckedMeasure;
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
  void conditionThatYieldsNullSaysThatNobodyKnows() {
    OutcomeJudge.Judged judged = judge.judge(outcome("click", null, null));
    assertThat(judged.judgements()).containsExactly(Judgement.none("click"));
    assertThat(judged.failures()).isEmpty();
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

  @Test
  void labelThatReadsThePredictionIsJudgedWithIt() {
    OutcomeJudge byRank = new OutcomeJudge(List.of(ranked("outcome", "prediction.rank")));
    OutcomeJudge.Judged judged = byRank.judge(outcome("click", 3.0, 9.5));
    assertThat(judged.judgements()).isEmpty();
    assertThat(judged.facts().values()).containsOnlyKeys("outcome");
    Outcome met = byRank.judge(waiting(judged), name -> 4L);
    assertThat(met.judgements()).containsExactly(new Judgement("click", Evidence.POSITIVE, 4.0));
    assertThat(met.isJudged()).isTrue();
    Outcome unranked = byRank.judge(waiting(judged), name -> null);
    assertThat(unranked.judgements()).isEqualTo(JoinFixtures.unjudged("click"));
  }

  @Test
  void fieldThatWasNotKeptLeavesTheOutcomeUnjudged() {
    OutcomeJudge before = new OutcomeJudge(List.of(ranked("outcome", "prediction.rank")));
    OutcomeJudge after = new OutcomeJudge(List.of(ranked("dwell_seconds", "prediction.rank")));
    OutcomeJudge.Judged judged = before.judge(outcome("click", 3.0, 9.5));
    assertThat(after.judge(waiting(judged), name -> 4L).judgements())
        .isEqualTo(JoinFixtures.unjudged("click"));
  }

  @Test
  void whatIsJudgedStaysJudgedUnderAnotherDefinition() {
    Outcome judged = new Outcome("r", 1, "click", JoinFixtures.positive("click", 2.0));
    OutcomeJudge other = new OutcomeJudge(List.of(ranked("outcome", "prediction.rank")));
    assertThat(other.judge(judged, name -> 4L)).isSameAs(judged);
  }

  @Test
  void outcomeWhoseIdOrKeyCannotBeToldSaysNothing() {
    for (Object id : new Object[] {"x".repeat(513), new EvaluationException("no id", null)}) {
      Expression given =
          expression(
              f -> {
                if (id instanceof EvaluationException failure) {
                  throw failure;
                }
                return id;
              });
      LabelRule rule = rule("click", f -> true, null);
      OutcomeJudge.Judged judged =
          new OutcomeJudge(List.of(rule), given).judge(outcome("click", 1.0, 1.0));
      assertThat(judged.judgements()).isEqualTo(JoinFixtures.unjudged("click"));
      assertThat(judged.failures()).containsOnlyKeys("click");
    }
    OutcomeJudge nameless = new OutcomeJudge(List.of(rule("click", f -> true, null)), NOTHING);
    assertThat(nameless.judge(outcome("click", 1.0, 1.0)).id()).isEmpty();
    LabelRule keyed =
        new LabelRule("click", expression(f -> true), null, NONE, NONE, NOTHING, null);
    assertThat(new OutcomeJudge(List.of(keyed)).judge(outcome("click", 1.0, 1.0)).judgements())
        .isEqualTo(JoinFixtures.unjudged("click"));
  }

  @Test
  void silenceSaysWhatItsExpressionsSayOfThePrediction() {
    CheckedMeasure numbers = new CheckedMeasure(null, null, expression(f -> f.get("prediction.n")));
    LabelRule rule =
        new LabelRule("click", expression(f -> true), null, numbers, numbers, null, null);
    OutcomeJudge silent = new OutcomeJudge(List.of(rule));
    assertThat(silent.silence("click", name -> 0.5)).isEqualTo(new Silence(0.5, 0.5));
    assertThat(silent.silence("click", name -> null)).isNull();
    assertThat(silent.silence("click", name -> -1.0)).as("no weight").isNull();
    assertThat(silent.silence("gone", name -> 0.5)).isEqualTo(Silence.USUAL);
  }

  private static final CheckedMeasure NONE = new CheckedMeasure(null, null, null);
  private static final Expression NOTHING = expression(f -> null);

  private static LabelRule ranked(String field, String weight) {
    return new LabelRule(
        "click",
        new Given(f -> f.get(field) != null, Set.of(field)),
        null,
        new Given(f -> f.get(weight), Set.of(weight)));
  }

  private static Outcome waiting(OutcomeJudge.Judged judged) {
    return new Outcome("r", 1, "click", judged.id(), judged.judgements(), judged.facts());
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
    return new Given(function, Set.of());
  }

  private record Given(Function<Fields, Object> function, Set<String> fields)
      implements Expression {
    @Override
    public Object evaluate(Fields values) {
      return function.apply(values);
    }

    @Override
    public FieldType type() {
      return FieldType.of(FieldType.Kind.DYNAMIC);
    }

    @Override
    public String text() {
      return "given by the test";
    }
  }
}

package io.tidemark.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import io.tidemark.definition.Derived;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.expression.Expression;
import io.tidemark.feature.Explanation.OfFeature;
import io.tidemark.feature.Explanation.OfGroup;
import io.tidemark.feature.Explanation.Part;
import io.tidemark.feature.Explanation.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureExplainerTest {
  private static final long MINUTE_MS = 60_000;
  private static final long HOP_MS = 5 * MINUTE_MS;
  private static final long NOON_MS = 1_700_000_000_000L / (120 * MINUTE_MS) * 120 * MINUTE_MS;

  private final FeaturePlan plan = plan();
  private final FeatureEngine engine = new FeatureEngine(plan);
  private final EntityState state = engine.empty();

  private static FeaturePlan plan() {
    List<Aggregate> aggregates =
        List.of(
            Plans.aggregate("n", AggregateOp.COUNT, null, "1h"),
            Plans.aggregate("max", AggregateOp.MAX, "price", "1h"),
            new Aggregate(
                "visit",
                AggregateOp.COUNT,
                null,
                null,
                List.of(Window.session("session_30m", Duration.ofMinutes(30))),
                AggregateParameters.NONE),
            Plans.aggregate("all", AggregateOp.COUNT, null));
    FeatureGroup group =
        new FeatureGroup(
            "g",
            3,
            "team",
            "events",
            "user",
            "price > 0.0",
            null,
            aggregates,
            List.of(new Derived("twice", "n_1h * 2")));
    return FeaturePlan.of(Plans.USER, List.of(group), new DoubledCount());
  }

  private static final class DoubledCount implements GroupTypes {
    @Override
    public Kind inputOf(FeatureGroup group, Aggregate aggregate) {
      return Plans.KINDS.get(aggregate.of());
    }

    @Override
    public Expression derived(FeatureGroup group, Derived derived) {
      return new Expression() {
        @Override
        public FieldType type() {
          return FieldType.of(Kind.INT);
        }

        @Override
        public Object evaluate(Fields fields) {
          return (Long) fields.get("n_1h") * 2;
        }

        @Override
        public Set<String> fields() {
          return Set.of();
        }

        @Override
        public String text() {
          return derived.expr();
        }
      };
    }
  }

  private void event(long timeMs, double price) {
    engine.apply(state, 0, new Object[] {true, price, true, true}, timeMs, timeMs);
  }

  private Explanation at(long nowMs) {
    return new FeatureExplainer(plan)
        .explain(state, nowMs, new long[] {NOON_MS}, new boolean[] {true});
  }

  private static OfFeature feature(Explanation explanation, String name) {
    return explanation.groups().get(0).features().stream()
        .filter(f -> f.feature().name().equals("g." + name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void windowIsExplainedByItsTilesAndBounds() {
    event(NOON_MS + MINUTE_MS, 3.0);
    event(NOON_MS + 2 * MINUTE_MS, 2.0);
    event(NOON_MS + 31 * MINUTE_MS, 1.0);
    long nowMs = NOON_MS + 32 * MINUTE_MS;
    OfFeature count = feature(at(nowMs), "n_1h");
    assertThat(count.value()).isEqualTo(3L);
    assertThat(count.span()).isEqualTo(new Span(NOON_MS - 30 * MINUTE_MS, nowMs, HOP_MS));
    assertThat(count.parts())
        .containsExactly(part(NOON_MS, 2L), part(NOON_MS + 30 * MINUTE_MS, 1L));
    assertThat(count.warming()).isTrue();
    assertThat(count.coveredAtMs()).hasValue(NOON_MS + 60 * MINUTE_MS);
    assertThat(count.changesAtMs()).hasValue(NOON_MS + 60 * MINUTE_MS);
  }

  private static Part part(long startMs, Object value) {
    long leavesMs = startMs + HOP_MS + 60 * MINUTE_MS;
    return new Part(startMs, startMs + HOP_MS, 1, OptionalLong.of(leavesMs), value);
  }

  @Test
  void nextChangeNamesTheFeaturesThatCauseIt() {
    event(NOON_MS + MINUTE_MS, 1.0);
    event(NOON_MS + 31 * MINUTE_MS, 3.0);
    Explanation explanation = at(NOON_MS + 62 * MINUTE_MS);
    // the oldest tile leaves the count; the maximum is of the newest and stays
    assertThat(explanation.validUntilMs()).hasValue(NOON_MS + 65 * MINUTE_MS);
    assertThat(explanation.changesNext()).containsExactly("g.n_1h", "g.twice");
    assertThat(feature(explanation, "max_1h").changesAtMs()).hasValue(NOON_MS + 95 * MINUTE_MS);
  }

  @Test
  void sessionIsExplainedByItsFirstEventAndItsEnd() {
    event(NOON_MS, 1.0);
    event(NOON_MS + 20 * MINUTE_MS, 1.0);
    OfFeature visit = feature(at(NOON_MS + 40 * MINUTE_MS), "visit_session_30m");
    long overMs = NOON_MS + 50 * MINUTE_MS;
    assertThat(visit.span()).isEqualTo(new Span(NOON_MS, overMs, 0));
    assertThat(visit.parts())
        .containsExactly(
            new Part(NOON_MS, NOON_MS + 20 * MINUTE_MS + 1, 1, OptionalLong.of(overMs), 2L));
    assertThat(feature(at(overMs), "visit_session_30m").span()).isNull();
    assertThat(feature(at(overMs), "visit_session_30m").parts()).isEmpty();
  }

  @Test
  void derivedValueIsExplainedByWhatItIsComputedFrom() {
    event(NOON_MS, 1.0);
    OfFeature twice = feature(at(NOON_MS), "twice");
    assertThat(twice.value()).isEqualTo(2L);
    assertThat(twice.of()).isEqualTo("n_1h * 2");
    assertThat(twice.inputs()).isEqualTo(Map.of("n_1h", 1L));
    assertThat(twice.warming()).isTrue();
    assertThat(twice.coveredAtMs()).hasValue(NOON_MS + 60 * MINUTE_MS);
  }

  @Test
  void emptyStateIsExplainedWithoutParts() {
    Explanation explanation = at(NOON_MS + 120 * MINUTE_MS);
    OfGroup group = explanation.groups().get(0);
    assertThat(group.version()).isEqualTo(3);
    assertThat(group.owner()).isEqualTo("team");
    assertThat(group.where()).isEqualTo("price > 0.0");
    assertThat(group.observedSinceMs()).hasValue(NOON_MS);
    assertThat(explanation.lastEventMs()).isEmpty();
    assertThat(explanation.validUntilMs()).isEmpty();
    assertThat(explanation.changesNext()).isEmpty();
    assertThat(feature(explanation, "n_1h").parts()).isEmpty();
    assertThat(feature(explanation, "n_1h").value()).isEqualTo(0L);
    assertThat(feature(explanation, "max_1h").value()).isNull();
  }

  @Test
  void groupsThatAreNotServedAreLeftOut() {
    Explanation explanation =
        new FeatureExplainer(plan)
            .explain(state, NOON_MS, new long[] {NOON_MS}, new boolean[] {false});
    assertThat(explanation.groups()).isEmpty();
  }
}

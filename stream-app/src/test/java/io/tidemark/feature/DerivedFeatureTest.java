package io.tidemark.feature;

import static io.tidemark.feature.Plans.aggregate;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Derived;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import io.tidemark.expression.Expression;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.expression.ExpressionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values computed from others at the same instant. */
class DerivedFeatureTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long LONG_AGO = NOW - 40 * 86_400_000L;
  private static final RecordType NAMES =
      new RecordType(
          "g",
          Map.of(
              "spend_1h", FieldType.of(Kind.DOUBLE),
              "spend_24h", FieldType.of(Kind.DOUBLE),
              "n_1h", FieldType.of(Kind.INT),
              "item", FieldType.of(Kind.STRING).orNull(),
              "trend", FieldType.of(Kind.DOUBLE).orNull()));

  private final FeaturePlan plan =
      plan(
          new Derived("trend", "spend_1h / (spend_24h / 24.0)"),
          new Derived("label", "item == null ? 'none' : item"),
          new Derived("per", "10 / n_1h"),
          new Derived("steep", "trend > 2.0"));
  private final FeatureEngine engine = new FeatureEngine(plan);
  private final EntityState state = engine.empty();

  private static FeaturePlan plan(Derived... derived) {
    FeatureGroup group =
        new FeatureGroup(
            "g",
            1,
            null,
            "events",
            "user",
            null,
            null,
            List.of(
                aggregate("spend", AggregateOp.SUM, "price", "1h", "24h"),
                aggregate("n", AggregateOp.COUNT, null, "1h"),
                aggregate("item", AggregateOp.LAST, "item")),
            List.of(derived));
    return FeaturePlan.of(Plans.USER, List.of(group), new CompiledTypes());
  }

  private static final class CompiledTypes implements GroupTypes {
    @Override
    public Kind inputOf(FeatureGroup group, Aggregate aggregate) {
      return Plans.KINDS.get(aggregate.of());
    }

    @Override
    public Expression derived(FeatureGroup group, Derived derived) {
      try {
        return new ExpressionCompiler().compile(derived.expr(), NAMES);
      } catch (ExpressionException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void buys(double price, long timeMs) {
    engine.apply(state, 0, new Object[] {price, null, "book"}, timeMs, NOW);
  }

  private Vector vector(long startMs) {
    return engine.vector(state, NOW, new long[] {startMs});
  }

  @Test
  void isComputedFromTheValuesOfTheSameInstant() {
    buys(6, NOW);
    buys(18, NOW - 5 * 3_600_000);

    assertThat(vector(LONG_AGO).value("g.trend")).isEqualTo(6.0);
    assertThat(vector(LONG_AGO).value("g.label")).isEqualTo("book");
    assertThat(vector(LONG_AGO).value("g.per")).isEqualTo(10L);
  }

  @Test
  void mayUseOneDerivedBeforeIt() {
    buys(6, NOW);

    assertThat(vector(LONG_AGO).value("g.steep")).isEqualTo(true);
  }

  @Test
  void absentWhereItFailsOrIsNoNumber() {
    assertThat(vector(LONG_AGO).value("g.trend")).isNull();
    assertThat(vector(LONG_AGO).value("g.per")).isNull();
    assertThat(vector(LONG_AGO).value("g.steep")).isNull();
    assertThat(vector(LONG_AGO).value("g.label")).isEqualTo("none");
  }

  @Test
  void warmingWhereAValueItNeedsIs() {
    buys(6, NOW);

    assertThat(vector(NOW - 2 * 3_600_000).warming())
        .containsExactly("g.spend_24h", "g.steep", "g.trend");
  }

  @Test
  void doesNotChangeTheIdentityOfTheGroupsState() {
    assertThat(plan().groupHash(0)).isEqualTo(plan.groupHash(0));
  }
}

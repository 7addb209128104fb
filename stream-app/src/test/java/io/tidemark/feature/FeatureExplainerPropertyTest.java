package io.tidemark.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.Explanation.OfFeature;
import io.tidemark.feature.Explanation.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded random streams: an explanation says what the vector says, and what it lists makes it. */
class FeatureExplainerPropertyTest {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261121L);
  private static final int STREAMS = Integer.getInteger("tidemark.test.streams", 300);
  private static final int EVENTS = 20;
  private static final long START_MS = 1_700_000_000_000L;

  @Test
  void explanationAgreesWithTheVectorAndItsPartsMakeTheValues() {
    for (int i = 0; i < STREAMS; i++) {
      Stream stream = new Stream(SEED + i);
      try {
        stream.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(stream.history(), e);
      }
    }
  }

  private static final class Stream {
    private final long seed;
    private final Random random;
    private final FeaturePlan plan;
    private final FeatureEngine engine;
    private final FeatureExplainer explainer;
    private final EntityState state;
    private final List<NaiveEvent> events = new ArrayList<>();
    private long nowMs = START_MS;
    private long startMs = FeatureEngine.NOT_STARTED;

    Stream(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.plan = RandomPlans.plan(random);
      this.engine = new FeatureEngine(plan);
      this.explainer = new FeatureExplainer(plan);
      this.state = engine.empty();
    }

    String history() {
      StringBuilder text = new StringBuilder("seed " + seed + " plan " + plan.groups());
      for (NaiveEvent event : events) {
        text.append("\nat ").append(event.arrivedMs()).append(" event ").append(event.timeMs());
        text.append(' ').append(Arrays.toString(event.inputs()));
      }
      return text.append("\nnow ").append(nowMs).toString();
    }

    void run() {
      for (int i = 0; i < EVENTS; i++) {
        apply();
        check();
        nowMs += random.nextInt(3) == 0 ? 0 : FeatureEnginePropertyTest.span(random) / 4;
        check();
      }
    }

    private void apply() {
      long timeMs = random.nextBoolean() ? nowMs : nowMs - FeatureEnginePropertyTest.span(random);
      Object[] inputs = FeatureEnginePropertyTest.inputs(random, plan);
      engine.apply(state, 0, inputs, timeMs, nowMs);
      events.add(new NaiveEvent(timeMs, nowMs, inputs));
      startMs = Math.min(startMs, timeMs);
    }

    private void check() {
      long[] starts = {startMs};
      Vector vector = engine.vector(state, nowMs, starts);
      Explanation explanation = explainer.explain(state, nowMs, starts, new boolean[] {true});
      List<OfFeature> features = explanation.groups().get(0).features();
      assertThat(features).extracting(OfFeature::feature).isEqualTo(plan.features());
      for (int i = 0; i < vector.size(); i++) {
        OfFeature explained = features.get(i);
        assertThat(explained.value()).as(name(i)).isEqualTo(vector.value(i));
        assertThat(explained.warming()).as(name(i)).isEqualTo(vector.isWarming(i));
        checkParts(explained, i);
      }
      checkValidity(vector, explanation, features);
    }

    private void checkValidity(Vector vector, Explanation explanation, List<OfFeature> features) {
      long earliestMs =
          features.stream()
              .mapToLong(f -> f.changesAtMs().orElse(Vector.FOREVER))
              .min()
              .orElse(Vector.FOREVER);
      assertThat(earliestMs).isEqualTo(vector.validUntilMs());
      assertThat(explanation.changesNext().isEmpty()).isEqualTo(earliestMs == Vector.FOREVER);
    }

    private void checkParts(OfFeature explained, int field) {
      Feature feature = explained.feature();
      if (feature.window() == null) {
        return;
      }
      assertThat(valueOver(explained.parts(), feature, field))
          .as("%s from the events of %s", name(field), explained.parts())
          .isEqualTo(explained.value());
      if (feature.op() == AggregateOp.COUNT
          || (feature.op() == AggregateOp.SUM && feature.kind() == Kind.INT)) {
        assertThat(explained.parts().stream().mapToLong(part -> (Long) part.value()).sum())
            .as(name(field))
            .isEqualTo(explained.value());
      }
    }

    /** What the value is when only the events in the parts are applied. */
    private Object valueOver(List<Part> parts, Feature feature, int field) {
      EntityState fresh = engine.empty();
      for (NaiveEvent event : events) {
        boolean listed =
            parts.stream()
                .anyMatch(p -> p.startMs() <= event.timeMs() && event.timeMs() < p.endMs());
        if (listed) {
          engine.apply(fresh, 0, event.inputs(), event.timeMs(), event.arrivedMs());
        }
      }
      return engine.vector(fresh, nowMs, new long[] {startMs}).value(field);
    }

    private String name(int field) {
      return plan.features().get(field).name();
    }
  }

  @Test
  void veryManyTilesAreListedAsAFewPartsThatStillMakeTheValue() {
    FeaturePlan plan =
        Plans.plan(
            Plans.group(
                "g",
                1,
                new Aggregate(
                    "count",
                    AggregateOp.COUNT,
                    null,
                    List.of(Plans.window("30m").withHop(Window.EXACT)))));
    FeatureEngine engine = new FeatureEngine(plan);
    EntityState state = engine.empty();
    int events = 200;
    long lastMs = START_MS + (events - 1) * 1_000L;
    for (int i = 0; i < events; i++) {
      engine.apply(state, 0, new Object[] {true}, START_MS + i * 1_000L, lastMs);
    }
    Explanation explanation =
        new FeatureExplainer(plan)
            .explain(state, lastMs, new long[] {START_MS - 3_600_000L}, new boolean[] {true});
    List<Part> parts = explanation.groups().get(0).features().get(0).parts();
    assertThat(parts).hasSize(WindowParts.MOST);
    assertThat(parts.stream().mapToLong(part -> (Long) part.value()).sum()).isEqualTo(events);
    assertThat(parts.stream().mapToInt(Part::tiles).sum()).isEqualTo(events);
    assertThat(parts.get(0).leavesAtMs())
        .isEqualTo(OptionalLong.of(explanation.validUntilMs().orElseThrow()));
  }
}

package io.tidemark.feature;

import io.tidemark.definition.FeatureGroup;
import io.tidemark.expression.EvaluationException;
import io.tidemark.feature.Explanation.OfFeature;
import io.tidemark.feature.Explanation.Part;
import io.tidemark.feature.Explanation.Span;
import io.tidemark.feature.aggregate.Cell;
import io.tidemark.feature.aggregate.Cells;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Explains the values of one group at one instant; used once. */
final class GroupExplanation {
  private final FeaturePlan plan;
  private final FeatureGroup declared;
  private final GroupPlan group;
  private final Vector vector;
  private final long nowMs;
  private final long startMs;
  private final Map<Integer, OfFeature> byField = new TreeMap<>();

  GroupExplanation(FeaturePlan plan, int index, Vector vector, long startMs) {
    this.plan = plan;
    this.declared = plan.groups().get(index);
    this.group = plan.groupPlans().get(index);
    this.vector = vector;
    this.nowMs = vector.asOfMs();
    this.startMs = startMs;
  }

  /** The features in the order of the vector. */
  List<OfFeature> features(GroupState state) {
    for (int t = 0; t < group.tiers().size(); t++) {
      TierPlan tier = group.tiers().get(t);
      TileSeries tiles = state == null ? new TileSeries(tier.layout()) : state.tier(t);
      tier.windows().forEach(window -> window(tier, window, tiles));
    }
    for (int i = 0; i < group.sessions().size(); i++) {
      SessionPlan session = group.sessions().get(i);
      session(session, state == null ? new SessionSeries(session) : state.sessions(i));
    }
    Cells lifetime = state == null ? null : state.lifetime();
    for (Output output : group.lifetimeOutputs()) {
      lifetime(output, lifetime == null ? new Cells(group.lifetime(), 1) : lifetime);
    }
    group.derived().forEach(this::derived);
    return new ArrayList<>(byField.values());
  }

  private void window(TierPlan tier, WindowPlan window, TileSeries tiles) {
    Span span = new Span(tier.firstTile(window, nowMs) * tier.hopMs(), nowMs, tier.hopMs());
    for (Output output : window.outputs()) {
      WindowParts parts = new WindowParts(tier, window, tiles, output, nowMs);
      boolean covers = window.covered().contains(output);
      long coveredAtMs = covers ? coveredAt(window.sizeMs()) : Vector.FOREVER;
      long changesAtMs = Math.min(parts.changesAtMs(), warmUntil(covers, coveredAtMs));
      put(output, coveredAtMs, span, parts.list(), changesAtMs);
    }
  }

  private long coveredAt(long lengthMs) {
    return startMs == FeatureEngine.NOT_STARTED ? Vector.FOREVER : startMs + lengthMs;
  }

  private long warmUntil(boolean covers, long coveredAtMs) {
    return covers && nowMs < coveredAtMs ? coveredAtMs : Vector.FOREVER;
  }

  private void session(SessionPlan session, SessionSeries sessions) {
    long beginsMs = Vector.FOREVER;
    int running = sessions.size() - 1;
    while (running >= 0 && sessions.start(running) > nowMs) {
      beginsMs = sessions.start(running);
      running--;
    }
    boolean open = running >= 0 && nowMs < session.overAtMs(sessions.end(running));
    long coveredAtMs = coveredAt(session.gapMs());
    long otherwiseMs = Math.min(beginsMs, warmUntil(true, coveredAtMs));
    for (Output output : session.outputs()) {
      if (open) {
        session(session, sessions, running, output, coveredAtMs, otherwiseMs);
      } else {
        long changeMs = nextChange(output, new Cells(session.layout(), 1), 0);
        put(output, coveredAtMs, null, List.of(), Math.min(otherwiseMs, changeMs));
      }
    }
  }

  private void session(
      SessionPlan session,
      SessionSeries sessions,
      int at,
      Output output,
      long coveredAtMs,
      long otherwiseMs) {
    long overMs = session.overAtMs(sessions.end(at));
    Object value = result(output, sessions.cells(), at);
    Object after = result(output, new Cells(session.layout(), 1), 0);
    long endsMs = Objects.equals(value, after) ? Vector.FOREVER : overMs;
    long changeMs = nextChange(output, sessions.cells(), at);
    put(
        output,
        coveredAtMs,
        new Span(sessions.start(at), overMs, 0),
        List.of(
            new Part(sessions.start(at), sessions.end(at) + 1, 1, OptionalLong.of(overMs), value)),
        Math.min(otherwiseMs, Math.min(endsMs, changeMs)));
  }

  private void lifetime(Output output, Cells cells) {
    put(output, Vector.FOREVER, null, List.of(), nextChange(output, cells, 0));
  }

  private Object result(Output output, Cells cells, int tile) {
    Cell cell = new Cell().at(cells, tile, output.slot());
    return output.aggregation().result(cell, output.input(), nowMs);
  }

  private long nextChange(Output output, Cells cells, int tile) {
    return output.aggregation().nextChangeMs(new Cell().at(cells, tile, output.slot()), nowMs);
  }

  private void put(Output output, long coveredAtMs, Span span, List<Part> parts, long changesAtMs) {
    String of = declared.aggregates().get(output.slot().input()).of();
    put(output.field(), of, coveredAtMs, span, parts, Map.of(), changesAtMs);
  }

  private void put(
      int field,
      String of,
      long coveredAtMs,
      Span span,
      List<Part> parts,
      Map<String, Object> inputs,
      long changesAtMs) {
    byField.put(
        field,
        new OfFeature(
            plan.features().get(field),
            of,
            vector.value(field),
            vector.isWarming(field),
            FeatureExplainer.instant(coveredAtMs, Vector.FOREVER),
            span,
            parts,
            inputs,
            FeatureExplainer.instant(changesAtMs, Vector.FOREVER)));
  }

  private void derived(DerivedPlan derived) {
    Map<String, Object> inputs = inputs(derived);
    long coveredAtMs = Long.MIN_VALUE;
    long changesAtMs = Vector.FOREVER;
    for (String name : inputs.keySet()) {
      OfFeature input = byField.get(derived.fieldByName().get(name));
      coveredAtMs = Math.max(coveredAtMs, input.coveredAtMs().orElse(Long.MIN_VALUE));
      changesAtMs = Math.min(changesAtMs, input.changesAtMs().orElse(Vector.FOREVER));
    }
    long coveredMs = coveredAtMs == Long.MIN_VALUE ? Vector.FOREVER : coveredAtMs;
    put(
        derived.field(),
        derived.expression().text(),
        coveredMs,
        null,
        List.of(),
        inputs,
        changesAtMs);
  }

  /** What the expression asks for: it is evaluated once more to see. */
  private Map<String, Object> inputs(DerivedPlan derived) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    try {
      Object unused =
          derived
              .expression()
              .evaluate(
                  name -> {
                    Object value = vector.value(derived.fieldByName().get(name));
                    inputs.put(name, value);
                    return value;
                  });
    } catch (EvaluationException e) {
      // there is no value; what was asked for until then says why
    }
    return Collections.unmodifiableMap(inputs);
  }
}

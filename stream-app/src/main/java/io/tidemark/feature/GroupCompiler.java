package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Derived;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.expression.Expression;
import io.tidemark.feature.aggregate.Aggregation;
import io.tidemark.feature.aggregate.Aggregations;
import io.tidemark.feature.aggregate.Hop;
import io.tidemark.feature.aggregate.Slot;
import io.tidemark.feature.aggregate.SlotLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compiles the groups of one entity, in order, and numbers their features. */
final class GroupCompiler {
  /** Half-lives after which a decayed event counts no more: below 2^-32 of its value. */
  static final int HALF_LIVES = 32;

  private final Entity entity;
  private final GroupTypes types;
  private final List<Feature> features = new ArrayList<>();
  private int groups;

  GroupCompiler(Entity entity, GroupTypes types) {
    this.entity = entity;
    this.types = types;
  }

  List<Feature> features() {
    return features;
  }

  GroupPlan compile(FeatureGroup group) {
    if (!group.entity().equals(entity.name())) {
      throw new IllegalArgumentException(
          "Invalid group "
              + group.name()
              + " of entity "
              + group.entity()
              + ": a plan holds the groups of one entity, "
              + entity.name()
              + ". Compile it with its own entity.");
    }
    Pass pass = new Pass(group);
    List<Aggregate> aggregates = group.aggregates();
    for (int input = 0; input < aggregates.size(); input++) {
      pass.add(aggregates.get(input), input);
    }
    group.derived().forEach(pass::derive);
    groups++;
    return pass.plan(GroupHash.of(entity, group));
  }

  /** Of one group. */
  private final class Pass {
    private final FeatureGroup group;
    private final List<GroupPlan.Feed> feeds = new ArrayList<>();
    private final TreeMap<Long, Tier> tiers = new TreeMap<>();
    private final TreeMap<Long, Placed> sessions = new TreeMap<>();
    private final Placed lifetime = new Placed();
    private final List<DerivedPlan> derived = new ArrayList<>();
    private final Map<String, Integer> fieldByName = new HashMap<>();

    Pass(FeatureGroup group) {
      this.group = group;
    }

    void add(Aggregate aggregate, int input) {
      boolean everyEvent = aggregate.of() == null && aggregate.where() == null;
      feeds.add(new GroupPlan.Feed(aggregation(aggregate, null), everyEvent));
      if (isDecayed(aggregate)) {
        long halfLifeMs = aggregate.parameters().halfLife().toMillis();
        place(tier(halfLifeMs).window(HALF_LIVES * halfLifeMs), aggregate, null, input);
      } else if (aggregate.windows().isEmpty()) {
        place(lifetime, aggregate, null, input);
      }
      for (Window window : aggregate.windows()) {
        place(placeOf(window), aggregate, window, input);
      }
    }

    private static boolean isDecayed(Aggregate aggregate) {
      return aggregate.op() == AggregateOp.DECAYED_SUM
          || aggregate.op() == AggregateOp.DECAYED_COUNT;
    }

    private Tier tier(long hopMs) {
      return tiers.computeIfAbsent(hopMs, hop -> new Tier());
    }

    private Placed placeOf(Window window) {
      long sizeMs = window.size().toMillis();
      return window.session()
          ? sessions.computeIfAbsent(sizeMs, gap -> new Placed())
          : tier(Hop.of(window)).window(sizeMs);
    }

    private void place(Placed place, Aggregate aggregate, Window window, int input) {
      Kind kind = aggregate.of() == null ? Kind.INT : types.inputOf(group, aggregate);
      Aggregation aggregation = aggregation(aggregate, window);
      String name = aggregate.name() + (window == null ? "" : "_" + window.label());
      int field = feature(name, aggregate.op(), window, aggregate.op().resultType(kind));
      Slot slot = place.layout.slot(aggregation, inputsOf(aggregate), input);
      place.outputs.add(new Output(field, slot, aggregation, kind));
      if (window != null) {
        place.covered.add(place.outputs.get(place.outputs.size() - 1));
      }
      place.countsEvents |= aggregate.op() == AggregateOp.COUNT && feeds.get(input).everyEvent();
    }

    private static String inputsOf(Aggregate aggregate) {
      return aggregate.where() == null
          ? aggregate.of()
          : aggregate.of() + " where " + aggregate.where();
    }

    private static Aggregation aggregation(Aggregate aggregate, Window window) {
      long windowMs = window == null || window.session() ? 0 : window.size().toMillis();
      return Aggregations.of(aggregate.op(), aggregate.parameters(), windowMs);
    }

    private int feature(String name, AggregateOp op, Window window, FieldType type) {
      features.add(new Feature(group.name() + "." + name, groups, op, window, type));
      fieldByName.put(name, features.size() - 1);
      return features.size() - 1;
    }

    void derive(Derived declared) {
      Expression expression = types.derived(group, declared);
      Map<String, Integer> before = Map.copyOf(fieldByName);
      int field = feature(declared.name(), null, null, expression.type().orNull());
      derived.add(new DerivedPlan(field, expression, before));
    }

    GroupPlan plan(long hash) {
      List<TierPlan> tierPlans = new ArrayList<>();
      tiers.forEach((hopMs, tier) -> tierPlans.add(tier.plan(hopMs)));
      long slidingMs = tierPlans.stream().mapToLong(TierPlan::longestWindowMs).max().orElse(0);
      long keepMs = sessions.isEmpty() ? 0 : Math.max(slidingMs, sessions.lastKey());
      List<SessionPlan> sessionPlans = new ArrayList<>();
      sessions.forEach((gapMs, place) -> sessionPlans.add(place.session(gapMs, keepMs)));
      return new GroupPlan(
          hash, feeds, tierPlans, lifetime.layout.build(), lifetime.outputs, sessionPlans, derived);
    }
  }

  /** The windows with one hop, which share a layout. */
  private static final class Tier {
    private final SlotLayout.Builder layout = new SlotLayout.Builder();
    private final TreeMap<Long, Placed> windows = new TreeMap<>();

    Placed window(long sizeMs) {
      return windows.computeIfAbsent(sizeMs, size -> new Placed(layout));
    }

    TierPlan plan(long hopMs) {
      List<WindowPlan> plans = new ArrayList<>();
      windows.forEach(
          (sizeMs, place) ->
              plans.add(new WindowPlan(sizeMs, place.outputs, place.covered, place.countsEvents)));
      return new TierPlan(hopMs, plans, layout.build());
    }
  }

  /** The values over one window, session or all time. */
  private static final class Placed {
    private final SlotLayout.Builder layout;
    private final List<Output> outputs = new ArrayList<>();
    private final List<Output> covered = new ArrayList<>();
    private boolean countsEvents;

    Placed() {
      this(new SlotLayout.Builder());
    }

    Placed(SlotLayout.Builder layout) {
      this.layout = layout;
    }

    SessionPlan session(long gapMs, long keepMs) {
      return new SessionPlan(gapMs, keepMs, layout.build(), outputs);
    }
  }
}

package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compiles the groups of one entity, in order, and numbers their features. */
final class GroupCompiler {
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
    Pass pass = new Pass();
    List<Aggregate> aggregates = group.aggregates();
    for (int input = 0; input < aggregates.size(); input++) {
      pass.add(group, aggregates.get(input), input);
    }
    groups++;
    return pass.plan(GroupHash.of(entity, group));
  }

  /** Of one group. */
  private final class Pass {
    private final List<GroupPlan.Feed> feeds = new ArrayList<>();
    private final TreeMap<Long, Tier> tiers = new TreeMap<>();
    private final SlotLayout.Builder lifetime = new SlotLayout.Builder();
    private final List<Output> lifetimeOutputs = new ArrayList<>();

    void add(FeatureGroup group, Aggregate aggregate, int input) {
      boolean everyEvent = aggregate.op() == AggregateOp.COUNT && aggregate.of() == null;
      Aggregation aggregation = Aggregations.of(aggregate.op(), aggregate.parameters(), 0);
      feeds.add(new GroupPlan.Feed(aggregation, everyEvent));
      Kind kind = everyEvent ? Kind.INT : types.inputOf(group, aggregate);
      String name = group.name() + "." + aggregate.name();
      if (aggregate.windows().isEmpty()) {
        Slot slot = lifetime.slot(aggregation, aggregate.of(), input);
        lifetimeOutputs.add(output(name, aggregate, null, slot, kind));
      }
      for (Window window : aggregate.windows()) {
        long sizeMs = window.size().toMillis();
        Tier tier = tiers.computeIfAbsent(Hop.ofWindowMs(sizeMs), hop -> new Tier());
        Slot slot = tier.layout.slot(aggregation, aggregate.of(), input);
        String field = name + "_" + window.label();
        tier.window(sizeMs).add(output(field, aggregate, window, slot, kind), everyEvent);
      }
    }

    private Output output(String name, Aggregate aggregate, Window window, Slot slot, Kind input) {
      long windowMs = window == null ? 0 : window.size().toMillis();
      Aggregation aggregation = Aggregations.of(aggregate.op(), aggregate.parameters(), windowMs);
      FieldType type = aggregate.op().resultType(input);
      features.add(new Feature(name, groups, aggregate.op(), window, type));
      return new Output(features.size() - 1, slot, aggregation, input);
    }

    GroupPlan plan(long hash) {
      List<TierPlan> plans = new ArrayList<>();
      tiers.forEach((hopMs, tier) -> plans.add(tier.plan(hopMs)));
      return new GroupPlan(hash, feeds, plans, lifetime.build(), lifetimeOutputs);
    }
  }

  private static final class Tier {
    private final SlotLayout.Builder layout = new SlotLayout.Builder();
    private final TreeMap<Long, Outputs> windows = new TreeMap<>();

    Outputs window(long sizeMs) {
      return windows.computeIfAbsent(sizeMs, size -> new Outputs());
    }

    TierPlan plan(long hopMs) {
      List<WindowPlan> plans = new ArrayList<>();
      for (Map.Entry<Long, Outputs> window : windows.entrySet()) {
        Outputs outputs = window.getValue();
        plans.add(new WindowPlan(window.getKey(), outputs.list, outputs.countsEvents));
      }
      return new TierPlan(hopMs, plans, layout.build());
    }
  }

  private static final class Outputs {
    private final List<Output> list = new ArrayList<>();
    private boolean countsEvents;

    void add(Output output, boolean everyEvent) {
      list.add(output);
      countsEvents |= everyEvent;
    }
  }
}

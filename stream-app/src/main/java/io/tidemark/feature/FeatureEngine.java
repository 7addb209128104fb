package io.tidemark.feature;

import io.tidemark.feature.aggregate.Cell;
import io.tidemark.feature.aggregate.Cells;
import io.tidemark.feature.aggregate.Slot;
import io.tidemark.feature.aggregate.SlotLayout;
import java.util.Arrays;

/**
 * The windowed aggregates of one entity: takes events, gives values at an instant.
 *
 * <p>A window {@code W} at {@code now} holds the events whose tile is in {@code [floor((now - W) /
 * hop), floor(now / hop)]}: the head is exact to the events applied, the tail moves in hops, and an
 * event leaves at {@code (tile + 1) * hop + W}. A 1 h window has a hop of 5 min: at 14:27 it holds
 * what happened from 13:25 on; at 14:30 what happened from 13:30 on.
 *
 * <p>An event dated ahead of {@code nowMs} waits: no value knows of it until the instant it is
 * dated, at which the vector changes by itself; see {@link Ahead}. Should {@code nowMs} go back for
 * an entity, windows leave out the tiles that have not begun by then, lifetime aggregates keep what
 * they have.
 *
 * <p>Values are a function of the set of events and the instant: the order of arrival, where the
 * stream was split, and when values were read leave no trace. An event costs one look-up per tier,
 * whatever the length of the windows.
 *
 * <p>Holds scratch memory: not thread-safe, one per thread.
 */
public final class FeatureEngine {
  /** Start of a group that has not seen an event: its windowed values are warming. */
  public static final long NOT_STARTED = Long.MAX_VALUE;

  private final FeaturePlan plan;
  private final VectorPass pass;
  private final Object[] accepted;
  private final boolean[] everyGroup;
  private final Cell into = new Cell();
  private final Cell from = new Cell();
  private long unusableInputs;

  public FeatureEngine(FeaturePlan plan) {
    this.plan = plan;
    this.pass = new VectorPass(plan);
    this.everyGroup = new boolean[plan.groups().size()];
    Arrays.fill(everyGroup, true);
    this.accepted =
        new Object[plan.groupPlans().stream().mapToInt(g -> g.aggregates().size()).max().orElse(0)];
  }

  public FeaturePlan plan() {
    return plan;
  }

  /** The state of an entity that has no events. */
  public EntityState empty() {
    return new EntityState(plan);
  }

  /**
   * Applies one event of one group, and forgets the tiles of the group that have left every window.
   *
   * @param group index in {@link FeaturePlan#groups}
   * @param inputs per aggregate of the group the value of its expression, in the classes of {@link
   *     io.tidemark.event.Fields}; {@code null} is skipped. A count without an expression counts
   *     the event whatever its input
   * @return whether a window took it
   */
  public Applied apply(
      EntityState state, int group, Object[] inputs, long eventTimeMs, long nowMs) {
    GroupPlan groupPlan = plan.groupPlans().get(group);
    accept(groupPlan, inputs);
    GroupState groupState = state.openGroup(group);
    groupState.prune(groupPlan, nowMs);
    if (eventTimeMs > nowMs) {
      return apply(
          groupPlan, groupState.openAhead().open(groupPlan, eventTimeMs), eventTimeMs, nowMs);
    }
    Applied applied = apply(groupPlan, groupState, eventTimeMs, nowMs);
    state.observe(groupState.lastEventMs());
    return applied;
  }

  private Applied apply(GroupPlan plan, GroupState state, long eventTimeMs, long nowMs) {
    boolean taken = applyToTiers(plan, state, eventTimeMs, nowMs);
    taken |= applyToSessions(plan, state, eventTimeMs, nowMs);
    boolean late = !taken && !plan.isTimeless();
    if (addsTo(plan.lifetime())) {
      add(plan.lifetime(), state.openLifetime(plan), 0, eventTimeMs);
      taken = true;
    }
    if (taken) {
      state.observe(eventTimeMs);
    }
    return late ? Applied.LATE : Applied.APPLIED;
  }

  /** Takes in what was dated ahead of the clock and is not any more. */
  public void arrive(EntityState state, long nowMs) {
    for (int g = 0; g < plan.groupPlans().size(); g++) {
      if (state.group(g) != null) {
        arrive(state, g, nowMs);
      }
    }
  }

  private void arrive(EntityState state, int g, long nowMs) {
    GroupState group = state.group(g);
    GroupState due = group.takeDue(nowMs);
    while (due != null) {
      merge(plan.groupPlans().get(g), group, due);
      state.observe(due.lastEventMs());
      due = group.takeDue(nowMs);
    }
  }

  private boolean applyToTiers(GroupPlan group, GroupState state, long eventTimeMs, long nowMs) {
    boolean taken = false;
    for (int i = 0; i < group.tiers().size(); i++) {
      TierPlan tier = group.tiers().get(i);
      long tile = tier.tileOf(eventTimeMs);
      if (tile >= tier.firstTile(nowMs)) {
        taken = true;
        if (addsTo(tier.layout())) {
          RunningWindows running = state.running(tier, i, nowMs);
          TileSeries tiles = state.tier(i);
          int at = tiles.open(tile);
          add(tier.layout(), tiles.cells(), at, eventTimeMs);
          if (running != null) {
            addTo(running, tier, tile, eventTimeMs);
          }
        }
      }
    }
    return taken;
  }

  private void addTo(RunningWindows running, TierPlan tier, long tile, long eventTimeMs) {
    for (int w = 0; w < tier.windows().size(); w++) {
      if (running.takes(w, tile)) {
        add(tier.layout(), running.cells(), w, eventTimeMs);
      }
    }
  }

  private boolean applyToSessions(GroupPlan group, GroupState state, long eventTimeMs, long nowMs) {
    boolean taken = false;
    for (int i = 0; i < group.sessions().size(); i++) {
      SessionPlan session = group.sessions().get(i);
      if (!session.isLate(eventTimeMs, nowMs)) {
        taken = true;
        SessionSeries sessions = state.sessions(i);
        int at = sessions.open(eventTimeMs, eventTimeMs);
        add(session.layout(), sessions.cells(), at, eventTimeMs);
      }
    }
    return taken;
  }

  /** Whether the event has an input for any of the aggregates: one without leaves no tile. */
  private boolean addsTo(SlotLayout layout) {
    for (int i = 0; i < layout.slots().size(); i++) {
      if (accepted[layout.slots().get(i).input()] != null) {
        return true;
      }
    }
    return false;
  }

  private void accept(GroupPlan group, Object[] inputs) {
    int size = group.aggregates().size();
    if (inputs.length != size) {
      throw new IllegalArgumentException(
          "Invalid number of inputs "
              + inputs.length
              + ": the group has "
              + size
              + " aggregates. Pass one input for each, null to skip it.");
    }
    for (int i = 0; i < size; i++) {
      accepted[i] = group.aggregates().get(i).accept(inputs[i]);
      if (accepted[i] == null && inputs[i] != null) {
        unusableInputs++;
      }
    }
  }

  private void add(SlotLayout layout, Cells cells, int tile, long eventTimeMs) {
    for (int i = 0; i < layout.slots().size(); i++) {
      Slot slot = layout.slots().get(i);
      Object value = accepted[slot.input()];
      if (value != null) {
        slot.aggregation().add(into.at(cells, tile, slot), value, eventTimeMs);
      }
    }
  }

  /**
   * How many inputs were not null and could not be aggregated since this engine was made: NaN,
   * infinite, or of a type the aggregation is not defined for. They are skipped like nulls.
   */
  public long unusableInputs() {
    return unusableInputs;
  }

  /** The values of all groups at an instant. Takes in what is dated ahead until then, no more. */
  public Vector vector(EntityState state, long nowMs, long[] groupStartMs) {
    return vector(state, nowMs, groupStartMs, everyGroup);
  }

  /**
   * The values of some groups at an instant. Takes in what is dated ahead until then, no more.
   *
   * @param groupStartMs per group the earliest event time observed for the group over all entities,
   *     or {@link #NOT_STARTED}; a windowed value is warming until {@code groupStart + W}
   * @param served per group whether its values are asked for; those of the others are absent,
   *     neither warming nor ever changing
   */
  public Vector vector(EntityState state, long nowMs, long[] groupStartMs, boolean[] served) {
    requireOnePerGroup("group starts", groupStartMs.length);
    requireOnePerGroup("groups served", served.length);
    arrive(state, nowMs);
    return pass.compute(state, nowMs, groupStartMs, served);
  }

  private void requireOnePerGroup(String what, int count) {
    if (count != plan.groups().size()) {
      throw new IllegalArgumentException(
          "Invalid number of "
              + what
              + " "
              + count
              + ": the plan has "
              + plan.groups().size()
              + " groups. Pass one for each.");
    }
  }

  /** Forgets what no value at {@code nowMs} or later depends on; no value changes by it. */
  public void prune(EntityState state, long nowMs) {
    arrive(state, nowMs);
    for (int g = 0; g < plan.groupPlans().size(); g++) {
      if (state.group(g) != null) {
        state.group(g).prune(plan.groupPlans().get(g), nowMs);
      }
    }
  }

  /**
   * The earliest instant from which {@link #isEmpty} holds if nothing arrives; {@link
   * Vector#FOREVER} when lifetime features keep the state for ever. While something is dated ahead
   * of the clock it is the instant at which all of that counts, or a later one.
   */
  public long emptyAtMs(EntityState state) {
    long last = Long.MIN_VALUE;
    for (int g = 0; g < plan.groupPlans().size(); g++) {
      GroupState group = state.group(g);
      if (group != null && group.lifetime() != null) {
        return Vector.FOREVER;
      }
      if (group != null) {
        last = Math.max(last, group.forgottenAtMs(plan.groupPlans().get(g)));
      }
    }
    return last;
  }

  /**
   * Whether nothing is left to remember at {@code nowMs}: the state and the entity's key can be
   * deleted. Forgets what has left all windows.
   */
  public boolean isEmpty(EntityState state, long nowMs) {
    prune(state, nowMs);
    for (int g = 0; g < plan.groupPlans().size(); g++) {
      if (state.group(g) != null && !state.group(g).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds everything in {@code source} to {@code target}, as if its events had been applied there;
   * {@code source} stays as it is. The larger revision is kept.
   */
  public void merge(EntityState target, EntityState source) {
    for (int g = 0; g < plan.groupPlans().size(); g++) {
      if (source.group(g) != null) {
        merge(plan.groupPlans().get(g), target.openGroup(g), source.group(g));
      }
    }
    target.observe(source.lastEventMs());
    target.revision(Math.max(target.revision(), source.revision()));
  }

  private void merge(GroupPlan plan, GroupState target, GroupState source) {
    target.forgetRunning();
    target.observe(source.lastEventMs());
    for (int t = 0; t < plan.tiers().size(); t++) {
      merge(plan.tiers().get(t).layout(), target.tier(t), source.tier(t));
    }
    for (int t = 0; t < plan.sessions().size(); t++) {
      merge(plan.sessions().get(t).layout(), target.sessions(t), source.sessions(t));
    }
    if (source.lifetime() != null) {
      merge(plan.lifetime(), target.openLifetime(plan), 0, source.lifetime(), 0);
    }
    if (source.ahead() != null) {
      Ahead ahead = target.openAhead();
      source.ahead().forEach((dueMs, part) -> merge(plan, ahead.open(plan, dueMs), part));
    }
  }

  private void merge(SlotLayout layout, TileSeries target, TileSeries source) {
    for (int i = source.begin(); i < source.end(); i++) {
      int at = target.open(source.number(i));
      merge(layout, target.cells(), at, source.cells(), i);
    }
  }

  private void merge(SlotLayout layout, SessionSeries target, SessionSeries source) {
    for (int i = 0; i < source.size(); i++) {
      int at = target.open(source.start(i), source.end(i));
      merge(layout, target.cells(), at, source.cells(), i);
    }
  }

  private void merge(SlotLayout layout, Cells target, int at, Cells source, int tile) {
    for (Slot slot : layout.slots()) {
      slot.aggregation().merge(into.at(target, at, slot), from.at(source, tile, slot));
    }
  }
}

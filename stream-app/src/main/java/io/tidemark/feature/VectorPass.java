package io.tidemark.feature;

import io.tidemark.feature.aggregate.Cell;
import io.tidemark.feature.aggregate.Cells;
import io.tidemark.feature.aggregate.Slot;
import io.tidemark.feature.aggregate.SlotLayout;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Computes one vector from the tiles of an entity, or from its running windows where it has enough
 * tiles to keep them; both are first made right for the instant, so a timer that runs late leaves
 * nothing stale. Holds scratch cells; not thread-safe.
 */
final class VectorPass {
  private final FeaturePlan plan;
  private final Cells[][] tierScratch;
  private final Cells[][] sessionEmpty;
  private final Cells[] lifetimeEmpty;
  private final Cell into = new Cell();
  private final Cell from = new Cell();

  private long nowMs;
  private Object[] values;
  private BitSet warming;
  private long validUntilMs;

  VectorPass(FeaturePlan plan) {
    this.plan = plan;
    int groups = plan.groupPlans().size();
    tierScratch = new Cells[groups][];
    sessionEmpty = new Cells[groups][];
    lifetimeEmpty = new Cells[groups];
    for (int g = 0; g < groups; g++) {
      GroupPlan group = plan.groupPlans().get(g);
      tierScratch[g] = cells(group.tiers().stream().map(TierPlan::layout).toList());
      sessionEmpty[g] = cells(group.sessions().stream().map(SessionPlan::layout).toList());
      lifetimeEmpty[g] = new Cells(group.lifetime(), 1);
    }
  }

  private static Cells[] cells(List<SlotLayout> layouts) {
    return layouts.stream().map(layout -> new Cells(layout, 1)).toArray(Cells[]::new);
  }

  Vector compute(EntityState state, long nowMs, long[] groupStartMs, boolean[] served) {
    this.nowMs = nowMs;
    values = new Object[plan.features().size()];
    warming = new BitSet(values.length);
    validUntilMs = Vector.FOREVER;
    for (int g = 0; g < served.length; g++) {
      if (served[g]) {
        group(g, state.group(g), groupStartMs[g]);
      }
    }
    return new Vector(plan, values, warming, nowMs, validUntilMs);
  }

  private void group(int g, GroupState state, long startMs) {
    GroupPlan group = plan.groupPlans().get(g);
    warm(group, startMs);
    if (state != null && state.ahead() != null) {
      changesAt(state.ahead().firstMs());
    }
    for (int t = 0; t < tierScratch[g].length; t++) {
      tier(group.tiers().get(t), state, t, tierScratch[g][t]);
    }
    for (int i = 0; i < sessionEmpty[g].length; i++) {
      SessionSeries sessions = state == null ? null : state.sessions(i);
      session(group.sessions().get(i), sessions, sessionEmpty[g][i]);
    }
    boolean hasLifetime = state != null && state.lifetime() != null;
    read(group.lifetimeOutputs(), hasLifetime ? state.lifetime() : lifetimeEmpty[g], 0);
    for (int i = 0; i < group.derived().size(); i++) {
      group.derived().get(i).compute(values, warming);
    }
  }

  private void warm(GroupPlan group, long startMs) {
    for (TierPlan tier : group.tiers()) {
      for (WindowPlan window : tier.windows()) {
        warm(window.covered(), window.sizeMs(), startMs);
      }
    }
    for (SessionPlan session : group.sessions()) {
      warm(session.outputs(), session.gapMs(), startMs);
    }
  }

  private void warm(List<Output> outputs, long windowMs, long startMs) {
    boolean started = startMs != FeatureEngine.NOT_STARTED;
    long coveredAtMs = started ? startMs + windowMs : Vector.FOREVER;
    if (nowMs < coveredAtMs && !outputs.isEmpty()) {
      outputs.forEach(output -> warming.set(output.field()));
      changesAt(coveredAtMs);
    }
  }

  private void changesAt(long instantMs) {
    validUntilMs = Math.min(validUntilMs, instantMs);
  }

  private void tier(TierPlan tier, GroupState state, int index, Cells scratch) {
    RunningWindows running = state == null ? null : state.running(tier, index, nowMs);
    if (running == null) {
      merge(tier, state == null ? null : state.tier(index), scratch);
      return;
    }
    TileSeries tiles = state.tier(index);
    int newest = newest(tier, tiles);
    for (int w = 0; w < tier.windows().size(); w++) {
      WindowPlan window = tier.windows().get(w);
      read(window.outputs(), running.cells(), w);
      if (!running.isEmpty(w)) {
        expire(tier, window, tiles, tiles.firstFrom(running.oldest(w)), newest);
      }
    }
  }

  /** Merges the tiles from the newest to the oldest and reads each window when it is complete. */
  private void merge(TierPlan tier, TileSeries tiles, Cells merged) {
    merged.clear(0, 1);
    int begin = tiles == null ? 0 : tiles.begin();
    int newest = tiles == null ? -1 : newest(tier, tiles);
    int next = newest;
    for (WindowPlan window : tier.windows()) {
      long first = tier.firstTile(window, nowMs);
      while (next >= begin && tiles.number(next) >= first) {
        merge(tier.layout(), merged, tiles.cells(), next);
        next--;
      }
      read(window.outputs(), merged, 0);
      if (next < newest) {
        expire(tier, window, tiles, next + 1, newest);
      }
    }
  }

  /** Place of the newest tile that has begun; one that has not yet begins to count at its start. */
  private int newest(TierPlan tier, TileSeries tiles) {
    long head = tier.tileOf(nowMs);
    int place = tiles.end() - 1;
    while (place >= tiles.begin() && tiles.number(place) > head) {
      changesAt(tiles.number(place) * tier.hopMs());
      place--;
    }
    return place;
  }

  private void session(SessionPlan plan, SessionSeries sessions, Cells empty) {
    for (int i = sessions == null ? -1 : sessions.size() - 1; i >= 0; i--) {
      if (sessions.start(i) > nowMs) {
        changesAt(sessions.start(i));
      } else if (nowMs < plan.overAtMs(sessions.end(i))) {
        read(plan.outputs(), sessions.cells(), i);
        if (holdsAnything(plan.outputs(), empty)) {
          changesAt(plan.overAtMs(sessions.end(i)));
        }
        return;
      }
    }
    read(plan.outputs(), empty, 0);
  }

  /** Whether a value just read is another than it is over nothing. */
  private boolean holdsAnything(List<Output> outputs, Cells empty) {
    for (Output output : outputs) {
      if (!Objects.equals(values[output.field()], result(output, empty, 0))) {
        return true;
      }
    }
    return false;
  }

  private void merge(SlotLayout layout, Cells target, Cells source, int tile) {
    List<Slot> slots = layout.slots();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      slot.aggregation().merge(into.at(target, 0, slot), from.at(source, tile, slot));
    }
  }

  private void read(List<Output> outputs, Cells cells, int tile) {
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      values[output.field()] = result(output, cells, tile);
      changesAt(output.aggregation().nextChangeMs(from, nowMs));
    }
  }

  private Object result(Output output, Cells cells, int tile) {
    from.at(cells, tile, output.slot());
    return output.aggregation().result(from, output.input(), nowMs);
  }

  /** Takes in when the window's values change as its tiles {@code [oldest, newest]} leave. */
  private void expire(TierPlan tier, WindowPlan window, TileSeries tiles, int oldest, int newest) {
    long earliestMs = tier.leavesAtMs(tiles.number(oldest), window);
    if (earliestMs >= validUntilMs) {
      return;
    }
    if (window.countsEvents()) {
      validUntilMs = earliestMs;
      return;
    }
    int change = firstChange(tier, window, tiles, oldest, newest);
    if (change >= 0) {
      changesAt(tier.leavesAtMs(tiles.number(change), window));
    }
  }

  /**
   * The oldest tile whose leaving changes a value, or -1: with the newest tile the maximum, say, no
   * older one matters. Of the values over the newest tiles alone, taking one tile more each time,
   * the last that changes anything is the one.
   */
  private int firstChange(
      TierPlan tier, WindowPlan window, TileSeries tiles, int oldest, int newest) {
    Cells partial = new Cells(tier.layout(), 1);
    List<Output> outputs = window.outputs();
    Object[] before = new Object[outputs.size()];
    refresh(outputs, partial, before);
    int change = -1;
    for (int tile = newest; tile >= oldest; tile--) {
      merge(tier.layout(), partial, tiles.cells(), tile);
      if (refresh(outputs, partial, before)) {
        change = tile;
      }
    }
    return change;
  }

  private boolean refresh(List<Output> outputs, Cells cells, Object[] before) {
    boolean changed = false;
    for (int i = 0; i < before.length; i++) {
      Object after = result(outputs.get(i), cells, 0);
      changed |= !Objects.equals(after, before[i]);
      before[i] = after;
    }
    return changed;
  }
}

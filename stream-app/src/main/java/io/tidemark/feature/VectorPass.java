package io.tidemark.feature;

import java.util.BitSet;
import java.util.List;

/**
 * Computes one vector: merges each tier's tiles from the newest to the oldest, and reads a window's
 * values when its oldest tile is in. Nothing is kept from one instant to the next, so a timer that
 * runs late leaves nothing stale. Holds scratch cells; not thread-safe.
 */
final class VectorPass {
  private final FeaturePlan plan;
  private final Cells[][] scratch;
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
    scratch = new Cells[groups][];
    lifetimeEmpty = new Cells[groups];
    for (int g = 0; g < groups; g++) {
      GroupPlan group = plan.groupPlans().get(g);
      scratch[g] =
          group.tiers().stream().map(tier -> new Cells(tier.layout(), 1)).toArray(Cells[]::new);
      lifetimeEmpty[g] = new Cells(group.lifetime(), 1);
    }
  }

  Vector compute(EntityState state, long nowMs, long[] groupStartMs, boolean[] served) {
    this.nowMs = nowMs;
    values = new Object[plan.features().size()];
    warming = new BitSet(values.length);
    validUntilMs = Vector.FOREVER;
    for (int g = 0; g < scratch.length; g++) {
      if (served[g]) {
        warm(plan.groupPlans().get(g), groupStartMs[g]);
      }
    }
    for (int g = 0; g < scratch.length; g++) {
      if (served[g]) {
        group(g, state.group(g));
      }
    }
    return new Vector(plan, values, warming, nowMs, validUntilMs);
  }

  private void warm(GroupPlan group, long startMs) {
    for (TierPlan tier : group.tiers()) {
      for (WindowPlan window : tier.windows()) {
        boolean started = startMs != FeatureEngine.NOT_STARTED;
        long coveredAtMs = started ? startMs + window.sizeMs() : Vector.FOREVER;
        if (nowMs < coveredAtMs) {
          window.outputs().forEach(output -> warming.set(output.field()));
          validUntilMs = Math.min(validUntilMs, coveredAtMs);
        }
      }
    }
  }

  private void group(int g, GroupState state) {
    GroupPlan group = plan.groupPlans().get(g);
    for (int t = 0; t < scratch[g].length; t++) {
      tier(group.tiers().get(t), state == null ? null : state.tier(t), scratch[g][t]);
    }
    boolean hasLifetime = state != null && state.lifetime() != null;
    read(group.lifetimeOutputs(), hasLifetime ? state.lifetime() : lifetimeEmpty[g]);
  }

  private void tier(TierPlan tier, TileSeries tiles, Cells merged) {
    merged.clear();
    int newest = tiles == null ? -1 : newest(tier, tiles);
    int next = newest;
    for (WindowPlan window : tier.windows()) {
      long first = tier.firstTile(window, nowMs);
      while (next >= 0 && tiles.number(next) >= first) {
        merge(tier.layout(), merged, tiles.cells(), next);
        next--;
      }
      read(window.outputs(), merged);
      if (next < newest) {
        expire(tier, window, tiles, next + 1, newest);
      }
    }
  }

  /** Index of the newest tile that has begun; one that has not yet begins to count at its start. */
  private int newest(TierPlan tier, TileSeries tiles) {
    long head = tier.tileOf(nowMs);
    int index = tiles.size() - 1;
    while (index >= 0 && tiles.number(index) > head) {
      validUntilMs = Math.min(validUntilMs, tiles.number(index) * tier.hopMs());
      index--;
    }
    return index;
  }

  private void merge(SlotLayout layout, Cells target, Cells source, int tile) {
    List<Slot> slots = layout.slots();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      slot.aggregation().merge(into.at(target, 0, slot), from.at(source, tile, slot));
    }
  }

  private void read(List<Output> outputs, Cells cells) {
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      values[output.field()] = result(output, cells);
    }
  }

  private Object result(Output output, Cells cells) {
    return output.aggregation().result(from.at(cells, 0, output.slot()), output.input(), nowMs);
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
      long changeMs = tier.leavesAtMs(tiles.number(change), window);
      validUntilMs = Math.min(validUntilMs, changeMs);
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
      Object after = result(outputs.get(i), cells);
      changed |= after == null ? before[i] != null : !after.equals(before[i]);
      before[i] = after;
    }
    return changed;
  }
}

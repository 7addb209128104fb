package io.tidemark.feature;

import io.tidemark.feature.Explanation.Part;
import io.tidemark.feature.aggregate.Cell;
import io.tidemark.feature.aggregate.Cells;
import io.tidemark.feature.aggregate.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** What one value over one sliding window is made of at an instant; used once. */
final class WindowParts {
  /** Most parts told apart: an explanation is read by people. */
  static final int MOST = 64;

  private final TierPlan tier;
  private final WindowPlan window;
  private final TileSeries tiles;
  private final Output output;
  private final long nowMs;
  private final int begin;
  private final int end;
  private final Cells scratch;
  private final Cell into = new Cell();
  private final Cell from = new Cell();

  WindowParts(TierPlan tier, WindowPlan window, TileSeries tiles, Output output, long nowMs) {
    this.tier = tier;
    this.window = window;
    this.tiles = tiles;
    this.output = output;
    this.nowMs = nowMs;
    this.begin = tiles.firstFrom(tier.firstTile(window, nowMs));
    this.end = tiles.firstFrom(tier.tileOf(nowMs) + 1);
    this.scratch = new Cells(tier.layout(), 1);
  }

  /** The tiles that hold something for this value, oldest first; the oldest of very many as one. */
  List<Part> list() {
    List<Integer> held = new ArrayList<>();
    for (int tile = begin; tile < end; tile++) {
      if (!tiles.cells().isEmpty(tile, output.slot())) {
        held.add(tile);
      }
    }
    int together = held.size() > MOST ? held.size() - MOST + 1 : 0;
    List<Part> parts = new ArrayList<>();
    if (together > 0) {
      parts.add(part(held.subList(0, together)));
    }
    held.subList(together, held.size()).forEach(tile -> parts.add(part(List.of(tile))));
    return parts;
  }

  private Part part(List<Integer> places) {
    scratch.clear(0, 1);
    places.forEach(this::merge);
    long first = tiles.number(places.get(0));
    long last = tiles.number(places.get(places.size() - 1));
    return new Part(
        first * tier.hopMs(),
        (last + 1) * tier.hopMs(),
        places.size(),
        OptionalLong.of(tier.leavesAtMs(first, window)),
        result());
  }

  private void merge(int tile) {
    Slot slot = output.slot();
    slot.aggregation().merge(into.at(scratch, 0, slot), from.at(tiles.cells(), tile, slot));
  }

  private Object result() {
    Cell cell = from.at(scratch, 0, output.slot());
    return output.aggregation().result(cell, output.input(), nowMs);
  }

  /**
   * When the value changes if nothing arrives: a tile that is ahead begins, the first tile that
   * matters leaves, or the value itself moves with time; {@link Vector#FOREVER} when it never does.
   */
  long changesAtMs() {
    long aheadMs = end < tiles.end() ? tiles.number(end) * tier.hopMs() : Vector.FOREVER;
    long leavesMs = leavesAtMs();
    Cell whole = from.at(scratch, 0, output.slot());
    long movesMs = output.aggregation().nextChangeMs(whole, nowMs);
    return Math.min(aheadMs, Math.min(leavesMs, movesMs));
  }

  /** Leaves the whole window merged; see {@link VectorPass} on which tile is the one. */
  private long leavesAtMs() {
    scratch.clear(0, 1);
    Object before = result();
    int change = -1;
    for (int tile = end - 1; tile >= begin; tile--) {
      merge(tile);
      Object after = result();
      change = Objects.equals(before, after) ? change : tile;
      before = after;
    }
    return change < 0 ? Vector.FOREVER : tier.leavesAtMs(tiles.number(change), window);
  }
}

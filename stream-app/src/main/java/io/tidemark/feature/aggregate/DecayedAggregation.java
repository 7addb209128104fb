package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;
import java.time.Duration;

/**
 * A sum of numbers, or a count of events, in which what is a half-life old counts half; absent when
 * there was none. Within a cell the sum is exact, so that no order of arrival leaves a trace.
 *
 * <p>Events are weighed relative to the end of their half-life tile ({@code [T·h, (T + 1)·h)}), so
 * that tiles differ by exact powers of two. The result is aged to the end of the step that now is
 * in (the largest of {@link Hop} that is at most a twelfth of the half-life): it never overstates
 * what has happened by now, is at most a factor {@code 2^(1/12)} low, and stays the same within the
 * step. Beside that its relative error is below {@code 2^-50}. Exact only over tiles less than
 * {@value #OLDEST_TILES} apart; what is older counts nothing.
 *
 * <p>Words: how many inputs, the latest tile, and an {@link ExactSum} as of the end of that tile.
 */
final class DecayedAggregation implements Aggregation {
  /** Tiles after which the weight, below 2^-64, is taken for zero. */
  static final int OLDEST_TILES = 64;

  private static final int TILE = 1;
  private static final int TOTAL = 2;
  private static final Double ONE = 1.0;

  private final String state;
  private final boolean counts;
  private final long halfLifeMs;
  private final long stepMs;

  private DecayedAggregation(String state, boolean counts, Duration halfLife) {
    this.state = state + ":" + halfLife.toMillis();
    this.counts = counts;
    this.halfLifeMs = halfLife.toMillis();
    this.stepMs = Hop.ofWindowMs(halfLifeMs);
  }

  static DecayedAggregation sum(Duration halfLife) {
    return new DecayedAggregation("decayed_sum", false, halfLife);
  }

  static DecayedAggregation count(Duration halfLife) {
    return new DecayedAggregation("decayed_count", true, halfLife);
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public int words() {
    return TOTAL + ExactSum.WORDS;
  }

  @Override
  public int refs() {
    return 1;
  }

  @Override
  public Object accept(Object input) {
    if (counts) {
      return Inputs.isPresent(input) ? ONE : null;
    }
    return Inputs.number(input) instanceof Number number ? (Double) number.doubleValue() : null;
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    long tile = Math.floorDiv(timeMs, halfLifeMs);
    long toEndMs = (tile + 1) * halfLifeMs - timeMs;
    // StrictMath, so that machines agree on the bits; rounding per event leaves no trace of order.
    double weight = StrictMath.pow(2.0, -(double) toEndMs / halfLifeMs);
    double weighed = (Double) value * weight;
    moveTo(cell, tile);
    cell.word(0, cell.word(0) + 1);
    addScaled(cell, weighed, cell.word(TILE) - tile);
  }

  /** Ages the cell to the end of a later tile. */
  private static void moveTo(Cell cell, long tile) {
    if (cell.word(0) == 0) {
      cell.word(TILE, tile);
      return;
    }
    long tiles = tile - cell.word(TILE);
    if (tiles <= 0) {
      return;
    }
    if (tiles >= OLDEST_TILES) {
      ExactSum.clear(cell, TOTAL);
    } else {
      ExactSum.scale(cell, TOTAL, (int) -tiles);
    }
    cell.word(TILE, tile);
  }

  private static void addScaled(Cell cell, double x, long tiles) {
    if (tiles >= OLDEST_TILES) {
      return;
    }
    double scaled = Math.scalb(x, (int) -tiles);
    if (Math.scalb(scaled, (int) tiles) == x) {
      ExactSum.add(cell, TOTAL, scaled);
    } else {
      ExactSum.add(cell, TOTAL, BinaryReal.of(x).scaledBy((int) -tiles));
    }
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) == 0) {
      return;
    }
    moveTo(into, from.word(TILE));
    into.word(0, into.word(0) + from.word(0));
    long tiles = into.word(TILE) - from.word(TILE);
    if (from.ref() == null) {
      addScaled(into, from.number(TOTAL), tiles);
      addScaled(into, from.number(TOTAL + 1), tiles);
    } else if (tiles < OLDEST_TILES) {
      ExactSum.add(into, TOTAL, ExactSum.exact(from, TOTAL).scaledBy((int) -tiles));
    }
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    if (cell.word(0) == 0) {
      return null;
    }
    long ageMs = stepEndMs(nowMs) - (cell.word(TILE) + 1) * halfLifeMs;
    double part = (double) Math.floorMod(ageMs, halfLifeMs) / halfLifeMs;
    double value = ExactSum.value(cell, TOTAL) * StrictMath.pow(2.0, -part);
    // Far beyond the range of a double either way; the cast is to be safe.
    long halvings = Math.max(-10_000, Math.min(10_000, Math.floorDiv(ageMs, halfLifeMs)));
    return SumAggregation.finiteOrAbsent(Math.scalb(value, (int) -halvings));
  }

  private long stepEndMs(long nowMs) {
    return (Math.floorDiv(nowMs, stepMs) + 1) * stepMs;
  }

  @Override
  public long nextChangeMs(Cell cell, long nowMs) {
    boolean changes = cell.word(0) != 0 && ExactSum.value(cell, TOTAL) != 0.0;
    return changes ? stepEndMs(nowMs) : NEVER;
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
    if (cell.word(0) != 0) {
      out.signed(cell.word(TILE) - Math.floorDiv(originMs, halfLifeMs));
      ExactSum.encode(cell, TOTAL, out);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    cell.word(0, in.unsigned());
    if (cell.word(0) != 0) {
      cell.word(TILE, Math.floorDiv(originMs, halfLifeMs) + in.signed());
      ExactSum.decode(cell, TOTAL, in);
    }
  }
}

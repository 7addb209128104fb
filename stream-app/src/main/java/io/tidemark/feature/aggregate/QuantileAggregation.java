package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * The number of rank {@code floor(p · (n − 1))} among {@code n} in ascending order, within 1 % of
 * it (more only past {@value Bins#MAX} bins, see {@link Bins}); absent when there was none. The
 * smallest and the largest are exact, hence all quantiles of equal numbers too. Shares its state
 * among quantiles. Words: how many numbers, the smallest, the largest; reference: {@link Bins}.
 */
final class QuantileAggregation implements Aggregation {
  private static final int MIN = 1;
  private static final int MAX = 2;

  private final double quantile;

  QuantileAggregation(double quantile) {
    this.quantile = quantile;
  }

  @Override
  public String state() {
    return "quantile";
  }

  @Override
  public int words() {
    return 3;
  }

  @Override
  public int refs() {
    return 1;
  }

  @Override
  public Object accept(Object input) {
    return Inputs.number(input) instanceof Number number ? (Double) number.doubleValue() : null;
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    double number = (Double) value;
    if (cell.word(0) == 0) {
      cell.ref(new Bins());
    }
    ((Bins) cell.ref()).add(number, 1);
    take(cell, 1, number, number);
  }

  private static void take(Cell cell, long count, double min, double max) {
    boolean isFirst = cell.word(0) == 0;
    cell.number(MIN, isFirst ? min : Math.min(min, cell.number(MIN)));
    cell.number(MAX, isFirst ? max : Math.max(max, cell.number(MAX)));
    cell.word(0, cell.word(0) + count);
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) == 0) {
      return;
    }
    Bins bins = (Bins) from.ref();
    if (into.word(0) == 0) {
      into.ref(new Bins(bins));
    } else {
      ((Bins) into.ref()).addAll(bins);
    }
    take(into, from.word(0), from.number(MIN), from.number(MAX));
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    long last = cell.word(0) - 1;
    if (last < 0) {
      return null;
    }
    long rank = (long) (quantile * last);
    if (rank == 0) {
      return cell.number(MIN);
    }
    if (rank == last) {
      return cell.number(MAX);
    }
    double number = ((Bins) cell.ref()).atRank(rank);
    return Math.max(cell.number(MIN), Math.min(cell.number(MAX), number));
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
    if (cell.word(0) == 0) {
      return;
    }
    CompactNumber.encode(cell.number(MIN), out);
    CompactNumber.encode(cell.number(MAX), out);
    // Equal numbers are in one bin, which need not be written.
    if (cell.word(MIN) != cell.word(MAX)) {
      ((Bins) cell.ref()).encode(out);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    long count = in.unsigned();
    if (count == 0) {
      return;
    }
    double min = CompactNumber.decode(in);
    double max = CompactNumber.decode(in);
    if (count < 0 || min > max) {
      throw in.damaged(count + " numbers from " + min + " to " + max);
    }
    cell.ref(min == max ? bins(min, count) : Bins.decode(in, count));
    take(cell, count, min, max);
  }

  private static Bins bins(double number, long count) {
    Bins bins = new Bins();
    bins.add(number, count);
    return bins;
  }
}

package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * The sum of numbers, kept exactly; 0 when there was none. Words: how many numbers, then an {@link
 * ExactSum}.
 *
 * <p>Of integers the result is a {@link Long}; past the range of 64 bits it is the nearest {@link
 * Double}. Otherwise it is the double nearest to the exact sum, whatever the order of arrival, and
 * absent where that is beyond the range of a double.
 */
class SumAggregation implements Aggregation {
  /** Offset of the exact sum in the cell. */
  static final int TOTAL = 1;

  @Override
  public String state() {
    return "sum";
  }

  @Override
  public int words() {
    return 1 + ExactSum.WORDS;
  }

  @Override
  public int refs() {
    return 1;
  }

  @Override
  public Object accept(Object input) {
    return Inputs.number(input);
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    cell.word(0, cell.word(0) + 1);
    if (value instanceof Double number) {
      ExactSum.add(cell, TOTAL, number);
    } else {
      ExactSum.add(cell, TOTAL, ((Long) value).longValue());
    }
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) != 0) {
      into.word(0, into.word(0) + from.word(0));
      ExactSum.merge(into, from, TOTAL);
    }
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    if (input == Kind.INT && ExactSum.isLong(cell, TOTAL)) {
      return ExactSum.longValue(cell, TOTAL);
    }
    return finiteOrAbsent(ExactSum.value(cell, TOTAL));
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
    if (cell.word(0) != 0) {
      ExactSum.encode(cell, TOTAL, out);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    cell.word(0, in.unsigned());
    if (cell.word(0) != 0) {
      ExactSum.decode(cell, TOTAL, in);
    }
  }

  static Double finiteOrAbsent(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}

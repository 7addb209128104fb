package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * The smallest or the largest number or instant; absent when there was none. Words: a {@link
 * Scalar}.
 */
final class ExtremeAggregation implements Aggregation {
  private final String state;
  private final int sign;

  private ExtremeAggregation(String state, int sign) {
    this.state = state;
    this.sign = sign;
  }

  static ExtremeAggregation minimum() {
    return new ExtremeAggregation("min", -1);
  }

  static ExtremeAggregation maximum() {
    return new ExtremeAggregation("max", 1);
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public int words() {
    return Scalar.WORDS;
  }

  @Override
  public Object accept(Object input) {
    return Inputs.ordered(input);
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    if (Scalar.isEmpty(cell, 0) || sign * Scalar.compare(value, cell, 0) > 0) {
      Scalar.set(cell, 0, value);
    }
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (Scalar.isEmpty(from, 0)) {
      return;
    }
    if (Scalar.isEmpty(into, 0) || sign * Scalar.compare(from, into, 0) > 0) {
      Scalar.copy(into, from, 0);
    }
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return Scalar.get(cell, 0, input);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    Scalar.encode(cell, 0, out);
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    Scalar.decode(cell, 0, in);
  }
}

package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * The value of the first or the last event that has one, by event time; absent when none has. Of
 * several at the same time the smallest is the first and the greatest the last ({@link
 * Scalar#compare}), so that the order of arrival does not matter. Words: event time, then a {@link
 * Scalar}.
 */
final class EdgeAggregation implements Aggregation {
  private static final int VALUE = 1;

  private final String state;
  private final int sign;

  private EdgeAggregation(String state, int sign) {
    this.state = state;
    this.sign = sign;
  }

  static EdgeAggregation first() {
    return new EdgeAggregation("first", -1);
  }

  static EdgeAggregation last() {
    return new EdgeAggregation("last", 1);
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public int words() {
    return 1 + Scalar.WORDS;
  }

  @Override
  public int refs() {
    return 1;
  }

  @Override
  public Object accept(Object input) {
    return Inputs.scalar(input);
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    int order = Scalar.isEmpty(cell, VALUE) ? 1 : sign * Long.compare(timeMs, cell.word(0));
    if (order > 0 || (order == 0 && sign * Scalar.compare(value, cell, VALUE) > 0)) {
      cell.word(0, timeMs);
      Scalar.set(cell, VALUE, value);
    }
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (Scalar.isEmpty(from, VALUE)) {
      return;
    }
    int order = Scalar.isEmpty(into, VALUE) ? 1 : sign * Long.compare(from.word(0), into.word(0));
    if (order > 0 || (order == 0 && sign * Scalar.compare(from, into, VALUE) > 0)) {
      into.word(0, from.word(0));
      Scalar.copy(into, from, VALUE);
    }
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return Scalar.get(cell, VALUE, input);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    Scalar.encode(cell, VALUE, out);
    if (!Scalar.isEmpty(cell, VALUE)) {
      out.signed(cell.word(0) - originMs);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    Scalar.decode(cell, VALUE, in);
    if (!Scalar.isEmpty(cell, VALUE)) {
      cell.word(0, originMs + in.signed());
    }
  }
}

package io.tidemark.feature;

import io.tidemark.event.FieldType.Kind;

/**
 * The value of the latest event that has one, by event time; absent when none has. Of several at
 * the same time the greatest wins ({@link Scalar#compare}), so that the order of arrival does not
 * matter. Words: event time, then a {@link Scalar}.
 */
final class LastAggregation implements Aggregation {
  private static final int VALUE = 1;

  @Override
  public String state() {
    return "last";
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
    boolean wins =
        Scalar.isEmpty(cell, VALUE)
            || timeMs > cell.word(0)
            || (timeMs == cell.word(0) && Scalar.compare(value, cell, VALUE) > 0);
    if (wins) {
      cell.word(0, timeMs);
      Scalar.set(cell, VALUE, value);
    }
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (Scalar.isEmpty(from, VALUE)) {
      return;
    }
    boolean wins =
        Scalar.isEmpty(into, VALUE)
            || from.word(0) > into.word(0)
            || (from.word(0) == into.word(0) && Scalar.compare(from, into, VALUE) > 0);
    if (wins) {
      into.word(0, from.word(0));
      Scalar.copy(into, from, VALUE);
    }
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return Scalar.get(cell, VALUE, input);
  }

  @Override
  public void encode(Cell cell, StateOutput out, long originMs) {
    Scalar.encode(cell, VALUE, out);
    if (!Scalar.isEmpty(cell, VALUE)) {
      out.signed(cell.word(0) - originMs);
    }
  }

  @Override
  public void decode(Cell cell, StateInput in, long originMs) {
    Scalar.decode(cell, VALUE, in);
    if (!Scalar.isEmpty(cell, VALUE)) {
      cell.word(0, originMs + in.signed());
    }
  }
}

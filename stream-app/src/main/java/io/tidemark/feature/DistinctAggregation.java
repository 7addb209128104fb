package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * How many different values there were, exactly, up to a bound: a result equal to the bound means
 * "that many or more". Absent when there was none. The state keeps the smallest values by {@link
 * Scalar#compare}, so that it depends on the set alone also beyond the bound. Word: how many;
 * reference: an ascending {@link ScalarList}.
 */
final class DistinctAggregation implements Aggregation {
  private final int max;

  DistinctAggregation(int max) {
    this.max = max;
  }

  @Override
  public String state() {
    return "distinct:" + max;
  }

  @Override
  public int words() {
    return 1;
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
    if (cell.word(0) == 0) {
      cell.ref(new ScalarList(1));
    }
    ScalarList values = (ScalarList) cell.ref();
    add(values, value);
    cell.word(0, values.size());
  }

  private void add(ScalarList values, Object value) {
    int found = values.find(value);
    if (found >= 0 || -found - 1 == max) {
      return;
    }
    if (values.size() == max) {
      values.truncate(max - 1);
    }
    values.insert(-found - 1, value);
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) == 0) {
      return;
    }
    ScalarList others = (ScalarList) from.ref();
    if (into.word(0) == 0) {
      into.ref(new ScalarList(others));
    } else {
      for (int i = 0; i < others.size(); i++) {
        add((ScalarList) into.ref(), others.get(i));
      }
    }
    into.word(0, ((ScalarList) into.ref()).size());
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return cell.word(0) == 0 ? null : (Object) cell.word(0);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
    for (int i = 0; i < cell.word(0); i++) {
      Scalar.encode(((ScalarList) cell.ref()).get(i), out);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    int count = in.count();
    if (count > max) {
      throw in.damaged(count + " distinct values of at most " + max);
    }
    if (count > 0) {
      ScalarList values = new ScalarList(count);
      for (int i = 0; i < count; i++) {
        values.read(in);
      }
      cell.ref(values);
      cell.word(0, count);
    }
  }
}

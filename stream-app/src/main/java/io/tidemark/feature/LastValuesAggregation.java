package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * The values of the latest events that have one, newest first; absent when none has. Of several at
 * the same time the greater is the later ({@link Scalar#compare}); a value that occurs twice is
 * there twice. Word: how many; reference: {@link LastValues}.
 */
final class LastValuesAggregation implements Aggregation {
  private final int size;

  LastValuesAggregation(int size) {
    this.size = size;
  }

  @Override
  public String state() {
    return "last_n:" + size;
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
      cell.ref(new LastValues(size));
    }
    LastValues values = (LastValues) cell.ref();
    values.add(value, timeMs);
    cell.word(0, values.size());
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) == 0) {
      return;
    }
    LastValues others = (LastValues) from.ref();
    if (into.word(0) == 0) {
      into.ref(new LastValues(others));
    } else {
      ((LastValues) into.ref()).addAll(others);
    }
    into.word(0, ((LastValues) into.ref()).size());
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return cell.word(0) == 0 ? null : ((LastValues) cell.ref()).toList(input);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
    if (cell.word(0) != 0) {
      ((LastValues) cell.ref()).encode(out, originMs);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    int count = in.count();
    if (count > 0) {
      LastValues values = new LastValues(size);
      values.decode(in, count, originMs);
      cell.ref(values);
      cell.word(0, count);
    }
  }
}

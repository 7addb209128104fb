package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/** How many inputs there were; 0 when there was none. One word: the count. */
final class CountAggregation implements Aggregation {

  @Override
  public String state() {
    return "count";
  }

  @Override
  public int words() {
    return 1;
  }

  @Override
  public Object accept(Object input) {
    return Inputs.isPresent(input) ? input : null;
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    cell.word(0, cell.word(0) + 1);
  }

  @Override
  public void merge(Cell into, Cell from) {
    into.word(0, into.word(0) + from.word(0));
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return cell.word(0);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    cell.word(0, in.unsigned());
  }
}

package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * About how many different values there were: exact up to {@value DistinctHashes#MAX_EXACT}, beyond
 * it with a relative standard error of 1.23 %. Absent when there was none. Word: 1 once there was a
 * value; reference: {@link DistinctHashes}.
 */
final class ApproximateDistinctAggregation implements Aggregation {

  @Override
  public String state() {
    return "approx_distinct";
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
      cell.ref(new DistinctHashes());
      cell.word(0, 1);
    }
    ((DistinctHashes) cell.ref()).add(DistinctHashes.hash(value));
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) == 0) {
      return;
    }
    DistinctHashes others = (DistinctHashes) from.ref();
    if (into.word(0) == 0) {
      into.ref(new DistinctHashes(others));
      into.word(0, 1);
    } else {
      ((DistinctHashes) into.ref()).addAll(others);
    }
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return cell.word(0) == 0 ? null : (Object) ((DistinctHashes) cell.ref()).count();
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    if (cell.word(0) == 0) {
      out.unsigned(0);
    } else {
      ((DistinctHashes) cell.ref()).encode(out);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    DistinctHashes hashes = DistinctHashes.decode(in);
    if (hashes.count() > 0) {
      cell.ref(hashes);
      cell.word(0, 1);
    }
  }
}

package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * Whole seconds since the latest event by event time; absent when there was none, 0 when it is
 * ahead of now. Rounded down to a step of at most a twelfth of it (1 s below 12 s, a day at most;
 * see {@link Hop}), so that the value of an idle entity changes ever more rarely. Word: the event
 * time with the sign bit turned, 0 when empty.
 */
final class RecencyAggregation implements Aggregation {
  private static final long EMPTY = 0;
  private static final long SECOND_MS = 1_000;
  private static final long FINE_MS = 12 * SECOND_MS;

  @Override
  public String state() {
    return "latest";
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
    latest(cell, timeMs ^ Long.MIN_VALUE);
  }

  @Override
  public void merge(Cell into, Cell from) {
    latest(into, from.word(0));
  }

  private static void latest(Cell cell, long word) {
    if (Long.compareUnsigned(word, cell.word(0)) > 0) {
      cell.word(0, word);
    }
  }

  private static long timeMs(Cell cell) {
    return cell.word(0) ^ Long.MIN_VALUE;
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return cell.word(0) == EMPTY ? null : (Object) (roundedMs(nowMs - timeMs(cell)) / SECOND_MS);
  }

  @Override
  public long nextChangeMs(Cell cell, long nowMs) {
    if (cell.word(0) == EMPTY) {
      return NEVER;
    }
    long ageMs = nowMs - timeMs(cell);
    return timeMs(cell) + roundedMs(ageMs) + stepMs(ageMs);
  }

  /** Where the step grows, the age is a multiple of both steps, so the value never falls. */
  private static long roundedMs(long ageMs) {
    return Math.max(0, ageMs - ageMs % stepMs(ageMs));
  }

  private static long stepMs(long ageMs) {
    return ageMs < FINE_MS ? SECOND_MS : Hop.ofWindowMs(ageMs);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    boolean isEmpty = cell.word(0) == EMPTY;
    out.flag(!isEmpty);
    if (!isEmpty) {
      out.signed(timeMs(cell) - originMs);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    if (in.flag()) {
      cell.word(0, (originMs + in.signed()) ^ Long.MIN_VALUE);
    }
  }
}

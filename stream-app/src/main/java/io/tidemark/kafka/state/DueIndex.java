package io.tidemark.kafka.state;

import io.tidemark.task.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * An expiry index: keys in the order in which they fall due.
 *
 * <p>Rows of the store are {@code (due time, key)}, big-endian, so that a range scan from the
 * oldest row is the order of the timers. A scan starts behind the last row that was given out,
 * because RocksDB would otherwise step over every tombstone left behind it. Due times are never
 * negative. Not thread-safe.
 */
public final class DueIndex implements Timers {
  private static final byte[] ROW = {};
  private static final Bytes FIRST = row(0, "");
  private final KeyValueStore<Bytes, byte[]> rows;

  /** No row before it is still to be given out. */
  private Bytes next = FIRST;

  public DueIndex(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  @Override
  public void add(long dueMs, String key) {
    Bytes row = row(dueMs, key);
    rows.put(row, ROW);
    next = row.compareTo(next) < 0 ? row : next;
  }

  @Override
  public void remove(long dueMs, String key) {
    // a delete would read the row first
    rows.put(row(dueMs, key), null);
  }

  /**
   * Removes and returns at most {@code limit} rows due at or before {@code nowMs}, oldest first.
   */
  public List<Due> take(long nowMs, int limit) {
    List<Due> due = next(nowMs, limit);
    due.forEach(d -> remove(d.dueMs(), d.key()));
    return due;
  }

  @Override
  public List<Due> next(long nowMs, int limit) {
    List<Due> due = new ArrayList<>();
    Bytes end = row(nowMs + 1, "");
    if (next.compareTo(end) >= 0) {
      return due;
    }
    try (KeyValueIterator<Bytes, byte[]> scan = rows.range(next, end)) {
      while (due.size() < limit && scan.hasNext()) {
        byte[] row = scan.next().key.get();
        due.add(parse(row));
        next = Bytes.wrap(Arrays.copyOf(row, row.length + 1));
      }
    }
    if (due.size() < limit) {
      next = end;
    }
    return due;
  }

  private static Bytes row(long dueMs, String key) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + name.length).putLong(dueMs).put(name).array());
  }

  private static Due parse(byte[] row) {
    ByteBuffer in = ByteBuffer.wrap(row);
    long dueMs = in.getLong();
    return new Due(dueMs, StandardCharsets.UTF_8.decode(in).toString());
  }
}

package io.tidemark.kafka.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * An expiry index: keys in the order in which they fall due.
 *
 * <p>Rows of the store are {@code (due time, key)}, big-endian, so that a range scan from the
 * oldest row is the order of the timers. The scan starts at the last row it removed, because
 * RocksDB would otherwise step over every tombstone left behind it. Due times are never negative.
 * Not thread-safe.
 */
public final class DueIndex {
  private static final byte[] ROW = {};
  private final KeyValueStore<Bytes, byte[]> rows;
  private long lowWaterMs;

  public DueIndex(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /** A key and the instant it is due. */
  public record Due(long dueMs, String key) {}

  /** Adds a row; the same row twice is one row. */
  public void add(long dueMs, String key) {
    rows.put(row(dueMs, key), ROW);
    lowWaterMs = Math.min(lowWaterMs, dueMs);
  }

  /** Removes a row; absent rows are ignored. */
  public void remove(long dueMs, String key) {
    rows.delete(row(dueMs, key));
  }

  /**
   * Removes and returns at most {@code limit} rows due at or before {@code nowMs}, oldest first.
   */
  public List<Due> take(long nowMs, int limit) {
    List<Due> due = new ArrayList<>();
    if (nowMs < lowWaterMs) {
      return due;
    }
    try (KeyValueIterator<Bytes, byte[]> scan =
        rows.range(row(lowWaterMs, ""), row(nowMs + 1, ""))) {
      while (due.size() < limit && scan.hasNext()) {
        KeyValue<Bytes, byte[]> next = scan.next();
        due.add(parse(next.key.get()));
      }
    }
    due.forEach(d -> remove(d.dueMs(), d.key()));
    lowWaterMs = due.size() < limit ? nowMs : due.get(due.size() - 1).dueMs();
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

package io.tidemark.history;

import java.util.List;
import java.util.Optional;

/**
 * Rows in the order of their keys, as unsigned bytes. One thread writes while any read; a reader
 * sees all rows of a write or none. What was written long ago may be gone.
 */
public interface HistoryRows {

  /**
   * A row. Its bytes are not copied and must not be changed.
   *
   * @param key what it stands under, in the place of a row that stood there
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(byte[] key, byte[] value) {}

  /** A walk over the rows as they were when it began; for one thread. */
  interface Walk extends AutoCloseable {
    /**
     * Goes to the first row at or behind a key.
     *
     * @return it; empty behind the last
     */
    Optional<Row> seek(byte[] key);

    /** Goes to the next row; empty behind the last. */
    Optional<Row> next();

    @Override
    void close();
  }

  /** Writes rows together. */
  void write(List<Row> rows);

  /** The value under a key. */
  Optional<byte[]> get(byte[] key);

  /** Begins a walk. */
  Walk walk();
}

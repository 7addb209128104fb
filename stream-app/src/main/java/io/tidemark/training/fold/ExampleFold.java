package io.tidemark.training.fold;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * Of every key the newest record that was written before a time, on disk. A record that was written
 * later shows, by the number of its revision, whether one before it is missing, because the topic
 * was compacted. For one thread.
 */
public final class ExampleFold implements AutoCloseable {
  private static final byte STATE = 0;
  private static final byte ROW = 1;

  private final Path folder;
  private final long asOfMs;
  private final Options options =
      new Options().setCreateIfMissing(true).setInfoLogLevel(InfoLogLevel.ERROR_LEVEL);
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final RocksDB database;
  private long rows;
  private long erased;
  private long lost;

  /**
   * What is known of a key.
   *
   * @param revision of its newest record that counts
   * @param timeMs of its prediction
   * @param known whether there is a record that counts
   * @param isPast whether a record that is too new was seen
   */
  private record State(int revision, long timeMs, boolean known, boolean isPast) {
    byte[] encode() {
      return ByteBuffer.allocate(Integer.BYTES + Long.BYTES + 2)
          .putInt(revision)
          .putLong(timeMs)
          .put((byte) (known ? 1 : 0))
          .put((byte) (isPast ? 1 : 0))
          .array();
    }

    static State decode(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return new State(in.getInt(), in.getLong(), in.get() == 1, in.get() == 1);
    }
  }

  /**
   * A record of the topic.
   *
   * @param key its key
   * @param writtenMs when it was written
   * @param revision which of its key
   * @param timeMs of its prediction
   * @param mayBeFirst whether what may have been before it is not wanted
   * @param value as it is on the topic
   */
  public record Version(
      byte[] key, long writtenMs, int revision, long timeMs, boolean mayBeFirst, byte[] value) {}

  /**
   * An empty one.
   *
   * @param folder may not be there yet; the owner removes it
   */
  public ExampleFold(Path folder, Instant asOf) {
    this.folder = folder;
    this.asOfMs = asOf.toEpochMilli();
    try {
      database = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      unlogged.close();
      options.close();
      throw failed(e);
    }
  }

  private IllegalStateException failed(RocksDBException cause) {
    return new IllegalStateException(
        "Cannot keep examples in %s: %s. See that the disk has space"
            .formatted(folder, cause.getMessage()),
        cause);
  }

  /** Takes the next record of a key. */
  public void add(Version version) {
    try {
      State before = state(version.key());
      if (version.writtenMs() < asOfMs) {
        replace(before, version);
      } else if (before == null || !before.isPast()) {
        passBy(before, version);
      }
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private void replace(State before, Version version) throws RocksDBException {
    removeRow(before, version.key());
    rows++;
    put(version.key(), new State(version.revision(), version.timeMs(), true, false));
    database.put(unlogged, rowKey(version.timeMs(), version.key()), version.value());
  }

  private void passBy(State before, Version version) throws RocksDBException {
    boolean known = before != null && before.known();
    boolean whole =
        version.revision() == 0
            || (known && before.revision() == version.revision() - 1)
            || (!known && version.mayBeFirst());
    if (!whole) {
      lost++;
      removeRow(before, version.key());
    }
    int revision = known ? before.revision() : version.revision();
    put(version.key(), new State(revision, version.timeMs(), known && whole, true));
  }

  /** A key was removed, whenever: what was erased is not told of, not even as of before. */
  public void erase(byte[] key) {
    try {
      State before = state(key);
      erased += before != null && before.known() ? 1 : 0;
      removeRow(before, key);
      database.delete(unlogged, stateKey(key));
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private void removeRow(State state, byte[] key) throws RocksDBException {
    if (state != null && state.known()) {
      rows--;
      database.delete(unlogged, rowKey(state.timeMs(), key));
    }
  }

  private State state(byte[] key) throws RocksDBException {
    byte[] bytes = database.get(stateKey(key));
    return bytes == null ? null : State.decode(bytes);
  }

  private void put(byte[] key, State state) throws RocksDBException {
    database.put(unlogged, stateKey(key), state.encode());
  }

  private static byte[] stateKey(byte[] key) {
    return ByteBuffer.allocate(1 + key.length).put(STATE).put(key).array();
  }

  /** In the order of times, which have their sign turned, and then of keys. */
  private static byte[] rowKey(long timeMs, byte[] key) {
    return ByteBuffer.allocate(1 + Long.BYTES + key.length)
        .put(ROW)
        .putLong(timeMs ^ Long.MIN_VALUE)
        .put(key)
        .array();
  }

  /** Shows the values in the order of their predictions and then of their keys. */
  public void forEach(Consumer<byte[]> visitor) {
    try (RocksIterator rowsInOrder = database.newIterator()) {
      for (rowsInOrder.seek(new byte[] {ROW}); rowsInOrder.isValid(); rowsInOrder.next()) {
        visitor.accept(rowsInOrder.value());
      }
      rowsInOrder.status();
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** How many keys have a record that counts. */
  public long rows() {
    return rows;
  }

  /** How many had one, and were removed. */
  public long erased() {
    return erased;
  }

  /** Of how many keys it cannot be told what was known. */
  public long lost() {
    return lost;
  }

  @Override
  public void close() {
    database.close();
    unlogged.close();
    options.close();
  }
}

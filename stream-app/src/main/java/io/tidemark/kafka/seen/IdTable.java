package io.tidemark.kafka.seen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A RocksDB instance for many short keys that are asked for one by one. Without a log of its own:
 * what is not flushed when the process dies is lost. Every error is a {@link
 * ProcessorStateException}. Not thread-safe.
 */
final class IdTable implements AutoCloseable {
  private static final long MEMTABLE_BYTES = 16L << 20;
  private static final int MEMTABLES = 2;
  private static final long CACHE_BYTES = 48L << 20;
  private static final double FILTER_BITS = 10;

  private final Path folder;
  private final Options options = new Options();
  private final Cache cache = new LRUCache(CACHE_BYTES);
  private final BloomFilter filter = new BloomFilter(FILTER_BITS);
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final RocksDB database;

  private interface Action<T> {
    T run() throws RocksDBException;
  }

  /** Opens what is in a folder, or makes it. */
  IdTable(Path folder) {
    this.folder = folder;
    options
        .setCreateIfMissing(true)
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setWriteBufferSize(MEMTABLE_BYTES)
        .setMaxWriteBufferNumber(MEMTABLES)
        .setTableFormatConfig(
            new BlockBasedTableConfig().setFilterPolicy(filter).setBlockCache(cache));
    try {
      Files.createDirectories(folder);
      database = RocksDB.open(options, folder.toString());
    } catch (RocksDBException | IOException e) {
      closeOptions();
      throw failed("open", e);
    }
  }

  private ProcessorStateException failed(String what, Exception cause) {
    return new ProcessorStateException(
        "Could not "
            + what
            + " event ids in "
            + folder
            + ": see the cause. If the disk is not full, stop the service and remove the task's"
            + " folder: it is restored.",
        cause);
  }

  private <T> T run(String what, Action<T> action) {
    try {
      return action.run();
    } catch (RocksDBException e) {
      throw failed(what, e);
    }
  }

  /** The value of a key, or {@code null}. */
  byte[] get(byte[] key) {
    return run("read", () -> database.get(key));
  }

  /** Writes all of a batch or nothing. */
  void write(IdBatch writes) {
    run(
        "write",
        () -> {
          try (WriteBatch batch = new WriteBatch(writes.toBytes())) {
            database.write(unlogged, batch);
          }
          return null;
        });
  }

  /** Removes the keys from one on, up to another that stays. */
  void deleteRange(byte[] from, byte[] to) {
    run(
        "remove",
        () -> {
          database.deleteRange(unlogged, from, to);
          return null;
        });
  }

  /** Returns when all that was written is on disk. */
  void flush() {
    run(
        "flush",
        () -> {
          try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            database.flush(wait);
          }
          return null;
        });
  }

  /** About how many keys there are. */
  long estimatedKeys() {
    return run("count", () -> database.getLongProperty("rocksdb.estimate-num-keys"));
  }

  /** Flushes and frees what is not on the heap. */
  @Override
  public void close() {
    try {
      flush();
    } finally {
      database.close();
      closeOptions();
    }
  }

  private void closeOptions() {
    unlogged.close();
    options.close();
    filter.close();
    cache.close();
  }
}

package io.tidemark.history.disk;

import io.tidemark.history.HistoryFormat;
import io.tidemark.history.HistoryRows;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.rocksdb.CompactionOptionsFIFO;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in RocksDB, in files that are never rewritten but merged while they are small: the oldest
 * goes when all together take too much, or when it is too old.
 *
 * <p>There is no log beside the files. After a crash the rows are those of some instant before,
 * with how far topics were read at that instant, since all stand in one order of writes.
 * Thread-safe as {@link HistoryRows} says.
 */
public final class HistoryDisk implements HistoryRows, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryDisk.class);
  private static final long BUFFER_BYTES = 16L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final Path folder;
  private final CompactionOptionsFIFO oldestFirst = new CompactionOptionsFIFO();
  private final Options options = new Options();
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private RocksDB database;
  private boolean closed;

  private interface Access<R> {
    R to(RocksDB database) throws RocksDBException;
  }

  /**
   * Opens what is in a folder that is made where it is not there. What is of another format, cannot
   * be opened, or was found to be damaged, is thrown away: the topics have it.
   *
   * @param parent the folder, of this alone
   * @param keep age from which rows may go
   * @param mostBytes of all files; a buffer of 16 MiB comes to it in memory
   * @throws IllegalStateException when nothing can be kept there
   */
  public HistoryDisk(Path parent, Duration keep, long mostBytes) {
    this.folder = parent.resolve(HistoryFormat.NAME);
    oldestFirst.setMaxTableFilesSize(mostBytes).setAllowCompaction(true);
    options
        .setCreateIfMissing(true)
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setCompactionStyle(CompactionStyle.FIFO)
        .setCompactionOptionsFIFO(oldestFirst)
        .setTtl(keep.toSeconds())
        .setWriteBufferSize(BUFFER_BYTES)
        .setCompressionType(CompressionType.LZ4_COMPRESSION);
    try {
      Files.createDirectories(folder);
      removeOtherFormats(parent);
      database = opened();
    } catch (IOException e) {
      release();
      throw new UncheckedIOException("Cannot keep history in " + folder + ": " + e, e);
    } catch (RocksDBException e) {
      release();
      throw failed(e);
    }
  }

  private RocksDB opened() throws RocksDBException {
    if (Files.exists(damaged())) {
      LOG.warn("History in {} is damaged and is made again from the topics", folder);
      return made();
    }
    try {
      return RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      LOG.warn("History in {} cannot be read and is made again from the topics", folder, e);
      return made();
    }
  }

  private RocksDB made() throws RocksDBException {
    damaged().toFile().delete();
    RocksDB.destroyDB(folder.toString(), options);
    return RocksDB.open(options, folder.toString());
  }

  /**
   * A file that is there once a damaged block was met: to look for one takes as long as to read.
   */
  private Path damaged() {
    return folder.resolve("DAMAGED");
  }

  /** A row that said the format would go with the oldest file. */
  private void removeOtherFormats(Path parent) throws RocksDBException {
    File[] others = parent.toFile().listFiles(file -> !file.toPath().equals(folder));
    for (File other : others == null ? new File[0] : others) {
      RocksDB.destroyDB(other.getPath(), options);
    }
  }

  private IllegalStateException failed(RocksDBException cause) {
    if (cause.getStatus() != null && cause.getStatus().getCode() == Status.Code.Corruption) {
      return damaged(cause);
    }
    return new IllegalStateException(
        "Cannot keep history in %s: %s. See that the disk has space"
            .formatted(folder, cause.getMessage()),
        cause);
  }

  private IllegalStateException damaged(RocksDBException cause) {
    try {
      Files.write(damaged(), new byte[0]);
    } catch (IOException e) {
      LOG.warn("History in {} is damaged, which could not be noted", folder, e);
    }
    return new IllegalStateException(
        "History in %s is damaged: %s. Start this instance again: it reads the topics anew"
            .formatted(folder, cause.getMessage()),
        cause);
  }

  /** Nobody may reach into a database that is closed: the process would end. */
  private <R> R access(Access<R> access) {
    Lock lock = open.readLock();
    lock.lock();
    try {
      requireOpen();
      return access.to(database);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("History in " + folder + " is closed.");
    }
  }

  @Override
  public void write(List<Row> rows) {
    access(
        to -> {
          try (WriteBatch batch = new WriteBatch()) {
            for (Row row : rows) {
              batch.put(row.key(), row.value());
            }
            to.write(unlogged, batch);
            return batch;
          }
        });
  }

  @Override
  public Optional<byte[]> get(byte[] key) {
    return access(from -> Optional.ofNullable(from.get(key)));
  }

  @Override
  public Walk walk() {
    Lock lock = open.readLock();
    lock.lock();
    try {
      requireOpen();
      return new DiskWalk(database.newIterator(), lock, this::failed);
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  /** Size of the files; 0 once it is closed. */
  public long bytes() {
    Lock lock = open.readLock();
    lock.lock();
    try {
      return closed ? 0 : database.getLongProperty("rocksdb.total-sst-files-size");
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try (FlushOptions wait = new FlushOptions()) {
      if (!closed) {
        closed = true;
        database.flush(wait);
      }
    } catch (RocksDBException e) {
      LOG.warn("History in {} lacks the last rows, which will be read again", folder, e);
    } finally {
      release();
      open.writeLock().unlock();
    }
  }

  private void release() {
    if (database != null) {
      database.close();
    }
    unlogged.close();
    options.close();
    oldestFirst.close();
  }

  /** A walk that keeps the database open. */
  private record DiskWalk(
      RocksIterator rows, Lock lock, Function<RocksDBException, IllegalStateException> failure)
      implements Walk {
    @Override
    public Optional<Row> seek(byte[] key) {
      rows.seek(key);
      return here();
    }

    @Override
    public Optional<Row> next() {
      rows.next();
      return here();
    }

    private Optional<Row> here() {
      if (rows.isValid()) {
        return Optional.of(new Row(rows.key(), rows.value()));
      }
      try {
        rows.status();
      } catch (RocksDBException e) {
        throw failure.apply(e);
      }
      return Optional.empty();
    }

    @Override
    public void close() {
      rows.close();
      lock.unlock();
    }
  }
}

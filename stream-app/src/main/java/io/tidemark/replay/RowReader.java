package io.tidemark.replay;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The rows of one file, in order, in constant memory. Not thread-safe.
 *
 * <p>{@link #next} throws {@link RowException} for a row that cannot be read; when the exception is
 * skippable, reading goes on with the row after it.
 */
public abstract class RowReader implements Iterator<Row>, Closeable {
  private final ReadProgress progress;

  RowReader(ReadProgress progress) {
    this.progress = progress;
  }

  /** The columns, where the file declares them before its rows; else empty. */
  public abstract List<String> columns();

  /** Bytes of the file read so far, as stored, so compressed ones of a compressed file. */
  public final long bytesRead() {
    return progress.bytesRead();
  }

  /** Size of the file in bytes, as stored. */
  public final long totalBytes() {
    return progress.totalBytes();
  }

  /** Opens a file; whether it is compressed is seen from its first bytes, not its name. */
  public static RowReader open(Path file, RowFormat format) throws IOException {
    CountingInputStream counted = new CountingInputStream(Files.newInputStream(file));
    try {
      ReadProgress progress = new ReadProgress(counted, Files.size(file));
      InputStream content = decompressed(counted);
      return switch (format) {
        case CSV -> new CsvRows(content, progress);
        case JSON_LINES -> new JsonLinesRows(content, progress);
        case AVRO -> new AvroRows(content, progress);
      };
    } catch (IOException | RuntimeException e) {
      counted.close();
      throw e;
    }
  }

  private static InputStream decompressed(InputStream stored) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stored, 1 << 16);
    buffered.mark(2);
    int magic = buffered.read() | buffered.read() << 8;
    buffered.reset();
    return magic == GZIPInputStream.GZIP_MAGIC
        ? new BufferedInputStream(new GZIPInputStream(buffered, 1 << 16), 1 << 16)
        : buffered;
  }
}

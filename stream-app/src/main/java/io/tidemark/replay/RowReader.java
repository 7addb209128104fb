package io.tidemark.replay;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;

/**
 * The rows of one file, in order, in constant memory. Not thread-safe.
 *
 * <p>{@link #next} throws {@link RowException} for a row that cannot be read; when the exception is
 * skippable, reading goes on with the row after it.
 */
public abstract class RowReader implements Iterator<Row>, Closeable {
  private static final int BUFFER = 1 << 16;

  /** Bytes that say how a file is compressed. */
  private static final int MAGIC = 4;

  private final ReadProgress progress;

  RowReader(ReadProgress progress) {
    this.progress = progress;
  }

  /** The columns, where the file declares them before its rows; else empty. */
  public abstract List<String> columns();

  /** Whether values have types of their own, rather than being text that stands for any. */
  public abstract boolean isTyped();

  /** What takes rows of this reader that were refused, and closes what they are written to. */
  abstract RejectedRows rejects(OutputStream out) throws IOException;

  /**
   * A file for rows of this reader that were refused, with the header of this one, or its schema.
   * What the file held before is gone.
   */
  public final RejectedRows rejects(Path file) throws IOException {
    return rejects(Files.newOutputStream(file));
  }

  /** Bytes of the file read so far, as stored, so compressed ones of a compressed file. */
  public long bytesRead() {
    return progress.bytesRead();
  }

  /** Size of the file in bytes, as stored. */
  public final long totalBytes() {
    return progress.totalBytes();
  }

  /**
   * Opens a file; whether it is compressed is seen from its first bytes, not its name.
   *
   * @throws RowException when there is no such file or it cannot be read
   */
  public static RowReader open(Path file, RowFormat format, FileForm form) {
    requireFile(file);
    try {
      if (format == RowFormat.PARQUET) {
        return ParquetRows.open(file, Files.size(file));
      }
      CountingInputStream counted = new CountingInputStream(Files.newInputStream(file));
      try {
        ReadProgress progress = new ReadProgress(counted::count, Files.size(file));
        InputStream content = decompressed(counted);
        requireOther(content, "PAR1", "Parquet", format);
        if (format != RowFormat.AVRO) {
          requireOther(content, "Obj\u0001", "Avro", format);
        }
        return switch (format) {
          case CSV -> new CsvRows(content, form, RowFormat.usualDelimiter(file), progress);
          case JSON_LINES -> new JsonLinesRows(content, form, progress);
          case AVRO -> new AvroRows(content, progress);
          case PARQUET -> throw new IllegalArgumentException("read from its end");
        };
      } catch (IOException | RuntimeException e) {
        counted.close();
        throw e;
      }
    } catch (RowException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw RowException.unreadable(
          "the file cannot be read as " + format + " (" + e.getMessage() + ").", e);
    }
  }

  private static void requireFile(Path file) {
    if (!Files.exists(file)) {
      throw RowException.unreadable("there is no such file. Correct its path.", null);
    }
    if (Files.isDirectory(file)) {
      throw RowException.unreadable("it is a directory: must be a file. Name its files.", null);
    }
    if (!Files.isReadable(file)) {
      throw RowException.unreadable("the file may not be read. Correct its permissions.", null);
    }
  }

  private static InputStream decompressed(InputStream stored) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER);
    buffered.mark(MAGIC);
    byte[] magic = buffered.readNBytes(MAGIC);
    buffered.reset();
    if (magic.length >= 2
        && ((magic[0] & 0xFF) | (magic[1] & 0xFF) << 8) == GZIPInputStream.GZIP_MAGIC) {
      return whole(new GZIPInputStream(buffered, BUFFER));
    }
    return ZstdUtils.matches(magic, magic.length)
        ? whole(new ZstdCompressorInputStream(buffered))
        : buffered;
  }

  /** A file of another kind is named as what it is, before it fails as what it is not. */
  private static void requireOther(InputStream content, String magic, String kind, RowFormat format)
      throws IOException {
    content.mark(MAGIC);
    byte[] first = content.readNBytes(MAGIC);
    content.reset();
    if (new String(first, StandardCharsets.ISO_8859_1).equals(magic)) {
      throw RowException.unreadable(
          "the file is %s, not %s. Say so: --format %s."
              .formatted(kind, format, kind.toLowerCase(Locale.ROOT)),
          null);
    }
  }

  private static InputStream whole(InputStream content) {
    return new BufferedInputStream(new WholeInputStream(content), BUFFER);
  }

  /** Refuses a row with a text that holds what was no text of the encoding. */
  static void requireText(Row row, Charset encoding) {
    row.values().forEach((column, value) -> requireText(row, column, value, encoding));
  }

  private static void requireText(Row row, String column, Object value, Charset encoding) {
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((name, entry) -> requireText(row, column, name, encoding));
      entries.forEach((name, entry) -> requireText(row, column, entry, encoding));
    } else if (value instanceof List<?> elements) {
      elements.forEach(element -> requireText(row, column, element, encoding));
    } else if (value instanceof String text && !TextInput.isText(text)) {
      throw RowException.of(
          row.number(),
          "column " + column + ": bytes that are no " + encoding,
          "column "
              + column
              + " has bytes that are no "
              + encoding
              + ": "
              + RowException.quoted(text.replaceAll("[\\uDC00-\\uDCFF]", "\uFFFD"))
              + ". Name the encoding of the file (--encoding), or correct the row.",
          row.json());
    }
  }
}

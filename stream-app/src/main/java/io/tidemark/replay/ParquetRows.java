package io.tidemark.replay;

import io.tidemark.parquet.ParquetCodecs;
import io.tidemark.parquet.ParquetOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Rows of a Parquet file, in plain Java types. One row group is in memory at a time, compressed and
 * not.
 */
final class ParquetRows extends RowReader {
  private final ParquetFileReader file;
  private final MessageType schema;
  private final MessageColumnIO columnIo;
  private final ParquetValues values = new ParquetValues();
  private RecordReader<Group> records;
  private long leftInGroup;
  private Group last;
  private long row;

  private ParquetRows(ParquetFileReader file, long totalBytes) {
    super(new ReadProgress(() -> 0, totalBytes));
    this.file = file;
    this.schema = checked(file.getFooter().getFileMetaData().getSchema());
    this.columnIo = new ColumnIOFactory().getColumnIO(schema);
  }

  /**
   * Opens a file.
   *
   * @throws RuntimeException when it is no Parquet file, or damaged at its end
   */
  static ParquetRows open(Path path, long totalBytes) throws IOException {
    try {
      return of(reader(path), totalBytes);
    } catch (ParquetCryptoRuntimeException e) {
      throw RowException.unreadable("the file is encrypted. Write it anew without.", e);
    } catch (IndexOutOfBoundsException e) {
      throw RowException.unreadable(
          "the file has no columns, or is damaged at its end. Write it anew.", e);
    }
  }

  private static ParquetRows of(ParquetFileReader file, long totalBytes) throws IOException {
    try {
      return new ParquetRows(file, totalBytes);
    } catch (RowException e) {
      file.close();
      throw e;
    }
  }

  private static ParquetFileReader reader(Path path) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder()
            .withCodecFactory(new ParquetCodecs())
            .usePageChecksumVerification()
            .build();
    return ParquetFileReader.open(new NamedFile(new LocalInputFile(path)), options);
  }

  private static MessageType checked(MessageType schema) {
    if (schema.getFieldCount() == 0) {
      throw RowException.unreadable("the file has no columns. Write it anew with some.", null);
    }
    Set<String> names = new HashSet<>();
    for (Type field : schema.getFields()) {
      if (!names.add(field.getName())) {
        throw RowException.unreadable(
            "the file has column '" + field.getName() + "' twice. Rename one of them.", null);
      }
    }
    return schema;
  }

  /** Messages of the library name what they are about. */
  private record NamedFile(InputFile file) implements InputFile {
    @Override
    public long getLength() throws IOException {
      return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return file.newStream();
    }

    @Override
    public String toString() {
      return "it";
    }
  }

  /** The rows read are the same share of all as these bytes: columns lie one behind the other. */
  @Override
  public long bytesRead() {
    long rows = file.getRecordCount();
    return rows == 0 ? totalBytes() : (long) ((double) row / rows * totalBytes());
  }

  @Override
  public boolean hasNext() {
    try {
      while (leftInGroup == 0) {
        PageReadStore group = file.readNextRowGroup();
        if (group == null) {
          return false;
        }
        leftInGroup = group.getRowCount();
        records = columnIo.getRecordReader(group, new GroupRecordConverter(schema));
      }
      return true;
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row read = read();
    if (values.sawMalformedText()) {
      requireText(read, StandardCharsets.UTF_8);
    }
    return read;
  }

  private Row read() {
    try {
      last = records.read();
      Row read = new Row(row + 1, values.members(last));
      leftInGroup--;
      row++;
      return read;
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private RowException broken(Exception cause) {
    boolean told = cause.getMessage() != null && !(cause instanceof NullPointerException);
    String what = told ? cause.getMessage() : "bytes are of no value";
    if (cause instanceof ParquetCryptoRuntimeException) {
      what = "it is encrypted: " + what;
    }
    return RowException.endOfReading(
        row + 1, "the Parquet file cannot be read from here on (" + what + ").", cause);
  }

  /** Columns, and those of groups within as {@code a.b}. */
  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    addColumns("", schema, columns);
    return columns;
  }

  private static void addColumns(String prefix, GroupType group, List<String> columns) {
    group.getFields().forEach(field -> columns.add(prefix + field.getName()));
    for (Type field : group.getFields()) {
      if (!field.isPrimitive() && ParquetValues.isRecord(field)) {
        addColumns(prefix + field.getName() + ".", field.asGroupType(), columns);
      }
    }
  }

  @Override
  public boolean isTyped() {
    return true;
  }

  @Override
  RejectedRows rejects(OutputStream out) throws IOException {
    ParquetOutput rejected = new ParquetOutput(out, schema);
    return new RejectedRows() {
      @Override
      public void add() throws IOException {
        rejected.write(last);
      }

      @Override
      public void close() throws IOException {
        rejected.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package io.tidemark.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Rows of an Avro object container file of any codec, in plain Java types. */
final class AvroRows extends RowReader {
  private final DataFileStream<GenericRecord> records;
  private GenericRecord last;
  private long row;

  AvroRows(InputStream content, ReadProgress progress) throws IOException {
    super(progress);
    this.records = open(content);
    if (records.getSchema().getType() != Schema.Type.RECORD) {
      throw RowException.unreadable(
          "the file holds values of type "
              + records.getSchema().getType()
              + ": must be records. Wrap them.",
          null);
    }
  }

  private static DataFileStream<GenericRecord> open(InputStream content) throws IOException {
    try {
      return new DataFileStream<>(content, new GenericDatumReader<>());
    } catch (EOFException e) {
      throw RowException.unreadable("the Avro file ends within its header.", e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      return records.hasNext() || endsWithinABlock();
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  /** The library takes the end of the file for the end of its rows, until it is asked again. */
  private boolean endsWithinABlock() {
    if (records.hasNext()) {
      throw new AvroRuntimeException("it ends within a block");
    }
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // the plain form of a record is a map
  public Row next() {
    try {
      last = records.next();
      row++;
      return new Row(row, (Map<String, Object>) PlainValues.of(last, last.getSchema()), last);
    } catch (NoSuchElementException e) {
      throw e;
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  /** Bytes of another meaning fail in any way: as an index, a length, a class. */
  private RowException broken(RuntimeException cause) {
    Throwable first =
        cause instanceof AvroRuntimeException && cause.getCause() != null
            ? cause.getCause()
            : cause;
    boolean told = first.getMessage() != null && !(first instanceof NullPointerException);
    String what = told ? first.getMessage() : "it ends within a block, or bytes are of no value";
    return RowException.endOfReading(
        row + 1, "the Avro file is corrupt from here on (" + what + ").", cause);
  }

  /** Fields, and those of records within as {@code a.b}. */
  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    addColumns("", records.getSchema(), columns, new ArrayList<>());
    return columns;
  }

  private static void addColumns(
      String prefix, Schema schema, List<String> columns, List<Schema> within) {
    Schema type = MappingCheck.withoutNull(schema);
    if (type.getType() != Schema.Type.RECORD || within.contains(type)) {
      return;
    }
    within.add(type);
    type.getFields().forEach(field -> columns.add(prefix + field.name()));
    type.getFields()
        .forEach(field -> addColumns(prefix + field.name() + ".", field.schema(), columns, within));
    within.remove(type);
  }

  @Override
  public boolean isTyped() {
    return true;
  }

  @Override
  RejectedRows rejects(OutputStream out) throws IOException {
    DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>());
    writer.create(records.getSchema(), out);
    return new RejectedRows() {
      @Override
      public void add() throws IOException {
        writer.append(last);
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}

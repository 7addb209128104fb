package io.tidemark.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Rows of an Avro object container file, in plain Java types. */
final class AvroRows extends RowReader {
  private final DataFileStream<GenericRecord> records;
  private long row;

  AvroRows(InputStream content, ReadProgress progress) throws IOException {
    super(progress);
    this.records = new DataFileStream<>(content, new GenericDatumReader<>());
    if (records.getSchema().getType() != Schema.Type.RECORD) {
      throw new IOException(
          "The file holds values of type "
              + records.getSchema().getType()
              + ": must be records. Wrap them.");
    }
  }

  @Override
  public boolean hasNext() {
    try {
      return records.hasNext();
    } catch (AvroRuntimeException e) {
      throw broken(e);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the plain form of a record is a map
  public Row next() {
    try {
      GenericRecord next = records.next();
      row++;
      return new Row(row, (Map<String, Object>) PlainValues.of(next, next.getSchema()));
    } catch (AvroRuntimeException e) {
      throw broken(e);
    }
  }

  private RowException broken(AvroRuntimeException cause) {
    return RowException.endOfReading(
        row + 1, "the Avro file is corrupt from here on (" + cause.getMessage() + ").", cause);
  }

  @Override
  public List<String> columns() {
    return records.getSchema().getFields().stream().map(Schema.Field::name).toList();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}

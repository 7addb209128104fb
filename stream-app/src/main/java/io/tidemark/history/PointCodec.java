package io.tidemark.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/** Records of a table as bytes and back, their detail apart. For one thread. */
final class PointCodec {
  private final HistoryTable table;
  private final GenericDatumReader<GenericRecord> reader;
  private BinaryDecoder decoder;

  PointCodec(HistoryTable table) {
    this.table = table;
    this.reader = new GenericDatumReader<>(table.schema());
  }

  /** The detail of a record; empty where the table has none. */
  Optional<byte[]> detail(SpecificRecordBase record) {
    return table
        .detail()
        .map(table::field)
        .map(field -> encoded(record, field.schema(), record.get(field.pos())));
  }

  /** A record without its detail, which it has no more afterwards. */
  byte[] withoutDetail(SpecificRecordBase record) {
    table.detail().map(table::field).ifPresent(field -> record.put(field.pos(), List.of()));
    return encoded(record, table.schema(), record);
  }

  private static byte[] encoded(SpecificRecordBase of, Schema schema, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<>(schema, of.getSpecificData()).write(value, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  GenericRecord record(byte[] bytes) {
    return decoded(reader, bytes);
  }

  /** A record with the detail it had. */
  void restore(GenericRecord record, byte[] detail) {
    table
        .detail()
        .map(table::field)
        .ifPresent(
            field ->
                record.put(field.pos(), decoded(new GenericDatumReader<>(field.schema()), detail)));
  }

  private <T> T decoded(GenericDatumReader<T> by, byte[] bytes) {
    try {
      decoder = DecoderFactory.get().binaryDecoder(bytes, decoder);
      return by.read(null, decoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

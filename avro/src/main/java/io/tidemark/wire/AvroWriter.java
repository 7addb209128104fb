package io.tidemark.wire;

import io.tidemark.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Encodes records in the payload form of the Confluent wire format.
 *
 * <p>The registry is asked once per subject and schema. Generated classes are registered as their
 * {@code .avsc} reads, without Java's string property, so that the id is the same for producers in
 * other languages.
 *
 * <p>Not thread-safe: it reuses an encoder. Writers share a registry, which is thread-safe.
 */
public final class AvroWriter {

  private final SchemaRegistry registry;
  private final boolean autoRegister;
  private final Map<String, Map<Schema, Subject>> subjects = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
  private BinaryEncoder encoder;

  private record Subject(int schemaId, DatumWriter<IndexedRecord> writer) {}

  /**
   * Creates a writer.
   *
   * @param registry where ids come from
   * @param autoRegister whether an unknown schema is registered; otherwise it must be there already
   */
  public AvroWriter(SchemaRegistry registry, boolean autoRegister) {
    this.registry = registry;
    this.autoRegister = autoRegister;
  }

  /**
   * Registers a schema as a writer would, before there is a record.
   *
   * @return its id
   * @throws io.tidemark.registry.RegistryException if it could not be registered
   */
  public static int register(SchemaRegistry registry, String subject, Schema schema) {
    return registry.register(subject, StringTypes.withoutJavaStrings(schema));
  }

  /**
   * Encodes a record.
   *
   * @param subject the registry subject, by convention the topic and {@code -value}
   * @param record a generated or generic record
   * @return the framed bytes
   * @throws EncodingException if the record does not fit its own schema
   * @throws io.tidemark.registry.RegistryException if the id of the schema could not be had
   */
  public byte[] write(String subject, IndexedRecord record) {
    Subject target =
        subjects
            .computeIfAbsent(subject, name -> new HashMap<>())
            .computeIfAbsent(record.getSchema(), schema -> subject(subject, record));
    out.reset();
    out.writeBytes(WireFormat.frame(target.schemaId()));
    encode(target.writer(), record);
    return out.toByteArray();
  }

  private void encode(DatumWriter<IndexedRecord> writer, IndexedRecord record) {
    encoder = EncoderFactory.get().binaryEncoder(out, encoder);
    try {
      writer.write(record, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) {
      throw new EncodingException(
          "Cannot encode %s: %s. The record must fit its schema."
              .formatted(record.getSchema().getFullName(), e.getMessage()),
          e);
    }
  }

  private Subject subject(String name, IndexedRecord record) {
    Schema wire = StringTypes.withoutJavaStrings(record.getSchema());
    int id = autoRegister ? registry.register(name, wire) : registry.idOf(name, wire);
    return new Subject(id, datumWriter(record));
  }

  private static DatumWriter<IndexedRecord> datumWriter(IndexedRecord record) {
    return record instanceof SpecificRecordBase specific
        ? new SpecificDatumWriter<>(record.getSchema(), specific.getSpecificData())
        : new GenericDatumWriter<>(record.getSchema(), GenericData.get());
  }
}

package io.tidemark.wire;

import static io.tidemark.wire.DecodingReason.CORRUPT;
import static io.tidemark.wire.DecodingReason.GUID_UNSUPPORTED;
import static io.tidemark.wire.DecodingReason.INCOMPATIBLE;
import static io.tidemark.wire.DecodingReason.NOT_A_RECORD;
import static io.tidemark.wire.DecodingReason.SCHEMA_TYPE;
import static io.tidemark.wire.DecodingReason.SCHEMA_UNKNOWN;
import static io.tidemark.wire.DecodingReason.TOO_LARGE;

import io.tidemark.registry.SchemaKey;
import io.tidemark.registry.SchemaNotFoundException;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Decodes values of the Confluent wire format, resolving the writer's schema to the reader's.
 *
 * <p>Whatever the bytes are, {@link #read} ends in a record or in a {@link DecodingException}, in
 * time and memory bounded by the length of the bytes and by {@link DecodingLimits}. An exception of
 * the registry other than "no such schema" passes through: it is not the record's fault.
 *
 * <p>Not thread-safe: it reuses a decoder. Readers share a registry, which is thread-safe.
 *
 * @param <T> class of the records
 */
public final class AvroReader<T> {

  private static final int MAX_WRITERS = 1000;

  private final SchemaRegistry registry;
  private final Function<Schema, DatumReader<T>> readers;
  private final DecodingLimits limits;

  /** The name of records that are read; null for any. */
  private final String name;

  private final Map<SchemaKey, Writer<T>> writers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaKey, Writer<T>> eldest) {
          return size() > MAX_WRITERS;
        }
      };
  private BinaryDecoder decoder;

  /** How one writer's records are read, or why they never are. */
  private record Writer<T>(Schema schema, DatumReader<T> reader, DecodingException refusal) {}

  private AvroReader(
      SchemaRegistry registry,
      Function<Schema, DatumReader<T>> readers,
      DecodingLimits limits,
      String name) {
    this.registry = registry;
    this.readers = readers;
    this.limits = limits;
    this.name = name;
  }

  /**
   * A reader of records as they were written. Strings and map keys are {@link String}; logical
   * types stay the numbers they are stored as.
   */
  public static AvroReader<GenericRecord> generic(SchemaRegistry registry) {
    GenericData data = fast(new GenericData());
    return new AvroReader<>(
        registry,
        writer -> new GenericDatumReader<>(writer, StringTypes.withJavaStrings(writer), data),
        DecodingLimits.DEFAULT,
        null);
  }

  /**
   * A reader that leaves to another how records of a writer's schema are read, so that the writer's
   * schema decides what they mean.
   *
   * @param binding asked once per writer's schema; where it throws a {@link DecodingException},
   *     every record of that schema is refused so
   */
  public static <T> AvroReader<T> bound(
      SchemaRegistry registry, Function<Schema, DatumReader<T>> binding) {
    return new AvroReader<>(registry, binding, DecodingLimits.DEFAULT, null);
  }

  /** A reader that resolves records to a generated class. */
  public static <T extends SpecificRecordBase> AvroReader<T> specific(
      SchemaRegistry registry, Class<T> type) {
    GeneratedClasses data = fast(new GeneratedClasses(type));
    return new AvroReader<>(
        registry,
        writer -> new SpecificDatumReader<>(writer, data.schema(), data),
        DecodingLimits.DEFAULT,
        null);
  }

  /** The same reader under other limits. */
  public AvroReader<T> withLimits(DecodingLimits other) {
    return new AvroReader<>(registry, readers, other, name);
  }

  /**
   * The same reader for records of one name, whatever their namespace. Avro asks for that where
   * records are resolved; Java's Avro takes any record whose fields will do.
   */
  public AvroReader<T> ofName(String other) {
    return new AvroReader<>(registry, readers, limits, other);
  }

  /**
   * Decodes a value that came without a schema header.
   *
   * @throws DecodingException if the value cannot be decoded, now or ever
   * @throws io.tidemark.registry.RegistryException if the writer schema could not be fetched
   */
  public T read(byte[] value) {
    return read(value, null);
  }

  /**
   * Decodes a value.
   *
   * @param value the record's value; null counts as empty
   * @param schemaHeader the record's {@link WireFormat#VALUE_SCHEMA_HEADER}, or null
   * @throws DecodingException if the value cannot be decoded, now or ever
   * @throws io.tidemark.registry.RegistryException if the writer schema could not be fetched
   */
  public T read(byte[] value, byte[] schemaHeader) {
    Framing framing = WireFormat.parse(value, schemaHeader);
    if (framing instanceof Framing.Malformed malformed) {
      throw new DecodingException(malformed.reason(), malformed.detail());
    }
    return readNamed(value == null ? new byte[0] : value, (Framing.Named) framing);
  }

  private T readNamed(byte[] value, Framing.Named named) {
    try {
      if (value.length > limits.maxPayloadBytes()) {
        throw tooLarge(value.length);
      }
      Writer<T> writer = writer(named.schema());
      if (writer.refusal() != null) {
        throw writer.refusal();
      }
      PayloadScan.check(writer.schema(), value, named.offset(), limits);
      return decode(writer, value, named.offset());
    } catch (DecodingException e) {
      throw e.withSchema(named.schema());
    }
  }

  private T decode(Writer<T> writer, byte[] value, int offset) {
    decoder = DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, decoder);
    try {
      return writer.reader().read(null, decoder);
    } catch (AvroTypeException e) {
      throw new DecodingException(
          INCOMPATIBLE,
          "The record cannot be resolved to the schema it is read with: " + e.getMessage() + ".",
          e);
    } catch (IOException | RuntimeException e) {
      throw new DecodingException(CORRUPT, "The payload cannot be decoded: " + e + ".", e);
    }
  }

  private Writer<T> writer(SchemaKey key) {
    Writer<T> known = writers.get(key);
    if (known != null) {
      return known;
    }
    Schema schema = fetch(key);
    if (schema.getType() != Schema.Type.RECORD) {
      throw new DecodingException(
          NOT_A_RECORD, "The writer schema is of type " + schema.getType() + ", not a record.");
    }
    if (name != null && !name.equals(schema.getName())) {
      throw new DecodingException(
          INCOMPATIBLE, "The record is of type " + schema.getFullName() + ", not " + name + ".");
    }
    Writer<T> created = bind(schema);
    writers.put(key, created);
    return created;
  }

  private Writer<T> bind(Schema schema) {
    try {
      return new Writer<>(schema, readers.apply(schema), null);
    } catch (DecodingException e) {
      return new Writer<>(schema, null, e);
    }
  }

  private Schema fetch(SchemaKey key) {
    try {
      return key.in(registry);
    } catch (SchemaNotFoundException e) {
      throw new DecodingException(reason(e.why()), e.getMessage(), e);
    }
  }

  private static DecodingReason reason(SchemaNotFoundException.Why why) {
    return switch (why) {
      case ABSENT -> SCHEMA_UNKNOWN;
      case OTHER_TYPE -> SCHEMA_TYPE;
      case NO_GUIDS -> GUID_UNSUPPORTED;
    };
  }

  private DecodingException tooLarge(int length) {
    return new DecodingException(
        TOO_LARGE,
        "The value has %d bytes; at most %d are decoded. Raise the limit if it is meant to be so."
            .formatted(length, limits.maxPayloadBytes()));
  }

  private static <D extends GenericData> D fast(D data) {
    data.setFastReaderEnabled(true);
    return data;
  }
}

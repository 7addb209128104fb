package io.tidemark.quarantine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.records.RecordJson;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import io.tidemark.wire.WireFormat;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** Decodes what was quarantined, as far as that can be done. Not thread-safe. */
public final class Payloads {
  private final AvroReader<GenericRecord> reader;

  /**
   * Decodes by the schemas that records were written with.
   *
   * @param registry asked for them; one that is away means that nothing is decoded
   */
  public Payloads(SchemaRegistry registry) {
    this.reader = AvroReader.generic(registry);
  }

  /**
   * What the value of a record holds.
   *
   * @param decoded its fields; empty where it does not decode
   * @param problem why not; empty where it does
   */
  public record Payload(Optional<ObjectNode> decoded, Optional<String> problem) {
    private static Payload not(String why) {
      return new Payload(Optional.empty(), Optional.of(why));
    }
  }

  /** Decodes the value of a record; whatever it is, this ends without an exception. */
  public Payload of(QuarantineEntry entry) {
    byte[] value = entry.value();
    if (value == null || value.length == 0) {
      return Payload.not("The record has no value.");
    }
    try {
      GenericRecord record = reader.read(value, entry.header(WireFormat.VALUE_SCHEMA_HEADER));
      return new Payload(Optional.of(RecordJson.of(record)), Optional.empty());
    } catch (DecodingException | RegistryException e) {
      return Payload.not(e.getMessage());
    }
  }
}

package io.tidemark.registry.confluent;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.SchemaProvider;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.tidemark.registry.SchemaKey;
import io.tidemark.registry.SchemaNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;

/**
 * The types of schemas that a registry may hold. Confluent's client reports one that it cannot
 * parse as a failure of the connection; here it is an answer.
 */
final class SchemaTypes {

  private SchemaTypes() {}

  /** Says of what type a schema is that was asked for, and nothing else. */
  private static final class OtherTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherTypeException(String type) {
      super(type);
    }
  }

  static List<SchemaProvider> all() {
    return List.of(new ParsedAvro(), new OtherType("JSON"), new OtherType("PROTOBUF"));
  }

  /** Has a refusal name the schema that was asked for. */
  static ParsedSchema naming(SchemaKey key, Supplier<ParsedSchema> question) {
    try {
      return question.get();
    } catch (OtherTypeException e) {
      throw SchemaNotFoundException.otherType(key.toString(), e.getMessage());
    }
  }

  /** Tells why a schema is not parsed, where the interface's own methods swallow it. */
  private abstract static class Telling implements SchemaProvider {
    @Override
    public Optional<ParsedSchema> parseSchema(Schema schema, boolean isNew, boolean normalize) {
      return Optional.of(parseSchemaOrElseThrow(schema, isNew, normalize));
    }

    @Override
    public Optional<ParsedSchema> parseSchema(
        String text, List<SchemaReference> references, boolean isNew, boolean normalize) {
      Schema schema = new Schema(null, null, null, schemaType(), references, text);
      return parseSchema(schema, isNew, normalize);
    }
  }

  /** Avro; what is none in spite of its type is not found. */
  private static final class ParsedAvro extends Telling {
    private final AvroSchemaProvider avro = new AvroSchemaProvider();

    @Override
    public void configure(Map<String, ?> configs) {
      avro.configure(configs);
    }

    @Override
    public String schemaType() {
      return avro.schemaType();
    }

    @Override
    public ParsedSchema parseSchemaOrElseThrow(Schema schema, boolean isNew, boolean normalize) {
      try {
        return avro.parseSchemaOrElseThrow(schema, isNew, normalize);
      } catch (IllegalArgumentException | AvroRuntimeException e) {
        throw new SchemaNotFoundException(
            "There is no usable Avro schema: %s. Register an Avro schema."
                .formatted(e.getMessage()),
            SchemaNotFoundException.Why.ABSENT,
            e);
      }
    }
  }

  /** A type that is not read. */
  private static final class OtherType extends Telling {
    private final String type;

    OtherType(String type) {
      this.type = type;
    }

    @Override
    public String schemaType() {
      return type;
    }

    @Override
    public ParsedSchema parseSchemaOrElseThrow(Schema schema, boolean isNew, boolean normalize) {
      throw new OtherTypeException(type);
    }
  }
}

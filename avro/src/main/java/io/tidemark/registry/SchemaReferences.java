package io.tidemark.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Builds a schema from its text and the texts it refers to, which are fetched by subject and
 * version and parsed first. Used for one schema and thrown away.
 */
final class SchemaReferences {

  private static final int MAX_REFERENCES = 1000;

  private final Function<JsonNode, JsonNode> fetch;
  // defaults of old schemas may be invalid by today's rules and must stay readable
  private final Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
  private final Set<String> seen = new HashSet<>();

  /**
   * Creates the builder.
   *
   * @param fetch gives the schema that a reference (with {@code subject} and {@code version}) names
   */
  SchemaReferences(Function<JsonNode, JsonNode> fetch) {
    this.fetch = fetch;
  }

  /** Parses an object with {@code schema} and perhaps {@code references} and {@code schemaType}. */
  Schema resolve(JsonNode object, String what) {
    String type = object.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw SchemaNotFoundException.otherType(what, type);
    }
    try {
      return parse(object, what);
    } catch (AvroRuntimeException e) {
      throw unusable(what, e.getMessage(), e);
    }
  }

  private Schema parse(JsonNode object, String what) {
    for (JsonNode reference : object.path("references")) {
      String key = reference.path("subject").asText() + "/" + reference.path("version").asText();
      if (seen.size() >= MAX_REFERENCES) {
        throw unusable(what, "it refers to more than " + MAX_REFERENCES + " schemas", null);
      }
      if (seen.add(key)) {
        parse(fetch.apply(reference), what);
      }
    }
    return parser.parse(object.path("schema").asText());
  }

  private static SchemaNotFoundException unusable(String what, String why, Throwable cause) {
    return new SchemaNotFoundException(
        "There is no usable Avro schema for %s: %s. Register an Avro schema.".formatted(what, why),
        SchemaNotFoundException.Why.ABSENT,
        cause);
  }
}

package io.tidemark.wire;

import static org.apache.avro.generic.GenericData.STRING_PROP;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Adds or removes the property that tells Avro's Java classes which class a string becomes. */
public final class StringTypes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StringTypes() {}

  /** A copy under which strings and map keys decode to {@link String} instead of Utf8. */
  public static Schema withJavaStrings(Schema schema) {
    Schema copy = copyOf(schema.toString());
    mark(copy, Collections.newSetFromMap(new IdentityHashMap<>()));
    return copy;
  }

  /**
   * The schema as other languages write it. Generated classes carry the property; a look-up by a
   * schema that has it does not find the same schema registered from its {@code .avsc} file.
   */
  static Schema withoutJavaStrings(Schema schema) {
    String json = schema.toString();
    if (!json.contains(STRING_PROP)) {
      return schema;
    }
    try {
      JsonNode tree = JSON.readTree(json);
      strip(tree);
      return copyOf(tree.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema copyOf(String json) {
    return new Schema.Parser().setValidateDefaults(false).parse(json);
  }

  private static void mark(Schema schema, Set<Schema> seen) {
    if (!seen.add(schema)) {
      return;
    }
    switch (schema.getType()) {
      case STRING -> markOnce(schema);
      case MAP -> {
        markOnce(schema);
        mark(schema.getValueType(), seen);
      }
      case ARRAY -> mark(schema.getElementType(), seen);
      case UNION -> schema.getTypes().forEach(branch -> mark(branch, seen));
      case RECORD -> schema.getFields().forEach(field -> mark(field.schema(), seen));
      default -> {}
    }
  }

  private static void markOnce(Schema schema) {
    if (schema.getProp(STRING_PROP) == null) {
      GenericData.setStringType(schema, GenericData.StringType.String);
    }
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(STRING_PROP);
    }
    // a default is data, in which the property's name would be an ordinary key
    node.properties().stream()
        .filter(entry -> !entry.getKey().equals("default"))
        .forEach(entry -> strip(entry.getValue()));
    if (node.isArray()) {
      node.forEach(StringTypes::strip);
    }
  }
}

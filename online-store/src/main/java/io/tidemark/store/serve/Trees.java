package io.tidemark.store.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Repeats what a request said. */
final class Trees {
  private Trees() {}

  static void write(JsonGenerator out, JsonNode node) throws IOException {
    if (node.isTextual()) {
      // half a character cannot be written
      out.writeString(new String(node.textValue().getBytes(UTF_8), UTF_8));
    } else if (node.isArray()) {
      out.writeStartArray();
      for (JsonNode element : node) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (node.isObject()) {
      // no key is an object: there is no use in repeating all of it
      out.writeNull();
    } else {
      out.writeRawValue(node.toString());
    }
  }
}

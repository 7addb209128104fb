package io.tidemark.store.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.KeyForm;
import io.tidemark.store.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the keys of one kind of entity: a value for a key of one field, a list for one of several.
 * As a text, as in a path, several parts are joined as {@link EntityKey#join} does. Thread-safe.
 */
final class KeyReader {
  private final String namespace;
  private final String entity;
  private final List<KeyField> fields;
  private final KeyForm form;

  KeyReader(String namespace, EntityEntry entry) {
    this.namespace = namespace;
    this.entity = entry.name();
    this.fields = entry.key();
    this.form = new KeyForm(fields);
  }

  List<KeyField> fields() {
    return fields;
  }

  /** The key a text names. */
  EntityKey ofText(String text) {
    List<String> parts = fields.size() == 1 ? List.of(text) : EntityKey.split(text);
    if (parts.size() != fields.size()) {
      throw bad(text, "it has " + fields.size() + " parts", "Join them with '|': " + pattern());
    }
    return key(parts, text);
  }

  /** The key a JSON value names: a text, a whole number, a boolean, or a list of these. */
  EntityKey ofJson(JsonNode node) {
    if (!node.isArray()) {
      return node.isTextual() ? ofText(node.textValue()) : ofParts(List.of(node));
    }
    List<JsonNode> parts = new ArrayList<>();
    node.forEach(parts::add);
    return ofParts(parts);
  }

  /** The key with these values of its fields. */
  EntityKey ofParts(List<JsonNode> parts) {
    if (parts.size() != fields.size()) {
      throw bad(parts.toString(), "it has " + fields.size() + " parts", "Send " + pattern());
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      texts.add(scalar(fields.get(i), parts.get(i)));
    }
    return key(texts, parts.toString());
  }

  private String scalar(KeyField field, JsonNode node) {
    boolean whole = node.isIntegralNumber() || (node.isNumber() && field.type() == ValueType.LONG);
    boolean scalar = node.isTextual() || whole || node.isBoolean();
    if (!scalar) {
      throw bad(node.toString(), field.name() + " is a text, a whole number or a boolean", null);
    }
    return node.asText();
  }

  private EntityKey key(List<String> parts, String text) {
    try {
      return new EntityKey(namespace, entity, form.canonical(parts));
    } catch (IllegalArgumentException e) {
      throw bad(text, e.getMessage(), null);
    }
  }

  private String pattern() {
    return fields.size() == 1
        ? fields.get(0).name()
        : fields.stream().map(KeyField::name).collect(Collectors.joining("|", "", ""))
            + ", or as JSON "
            + fields.stream().map(KeyField::name).collect(Collectors.joining(", ", "[", "]"));
  }

  private RequestException bad(String value, String rule, String hint) {
    return RequestException.of(
        400, new Problem("bad_key", "Invalid key of entity " + entity, value, rule, hint));
  }
}

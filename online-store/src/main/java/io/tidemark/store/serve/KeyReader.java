package io.tidemark.store.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the keys of one kind of entity: a value for a key of one field, a list for one of several.
 * As a text, as in a path, several parts are joined as {@link EntityKey#join} does. Thread-safe.
 */
final class KeyReader {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9][0-9.]*([eE][-+]?[0-9]+)?");

  private final String namespace;
  private final String entity;
  private final List<KeyField> fields;

  KeyReader(String namespace, EntityEntry entry) {
    this.namespace = namespace;
    this.entity = entry.name();
    this.fields = entry.key();
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
    List<String> canonical = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      canonical.add(part(fields.get(i), parts.get(i)));
    }
    return key(canonical, text);
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
    List<String> canonical = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      canonical.add(part(fields.get(i), scalar(fields.get(i), parts.get(i))));
    }
    return key(canonical, parts.toString());
  }

  private String scalar(KeyField field, JsonNode node) {
    boolean whole = node.isIntegralNumber() || (node.isNumber() && field.type() == ValueType.LONG);
    boolean scalar = node.isTextual() || whole || node.isBoolean();
    if (!scalar) {
      throw bad(node.toString(), field.name() + " is a text, a whole number or a boolean", null);
    }
    return node.asText();
  }

  private String part(KeyField field, String text) {
    return switch (field.type()) {
      case LONG -> whole(field, text);
      case BOOLEAN -> flag(field, text);
      default -> text;
    };
  }

  /** A data frame whose column has a gap keeps whole numbers as 17850.0. */
  private String whole(KeyField field, String text) {
    try {
      if (!WHOLE.matcher(text).matches()) {
        throw new NumberFormatException();
      }
      return Long.toString(new BigDecimal(text).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw bad(text, field.name() + " is a whole number of 64 bits", null);
    }
  }

  private String flag(KeyField field, String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw bad(text, field.name() + " is true or false", null);
    }
    return text;
  }

  private EntityKey key(List<String> parts, String text) {
    if (parts.contains("")) {
      throw bad(text, "no part of it is empty", null);
    }
    String joined = EntityKey.join(parts);
    // as UTF-8 half a character would become a question mark, and so another key
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(joined)) {
      throw bad(text, "it is Unicode without unpaired surrogates", null);
    }
    return new EntityKey(namespace, entity, joined);
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

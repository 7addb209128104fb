package io.tidemark.monitoring.drift.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A part of a JSON document that knows its path, for messages. */
record JsonBranch(String path, JsonNode node) {

  /** A document that is no baseline. */
  static final class InvalidException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidException(String message) {
      super(message);
    }
  }

  InvalidException invalid(String problem) {
    return new InvalidException("Invalid baseline at %s: %s".formatted(path, problem));
  }

  boolean has(String name) {
    return node.has(name);
  }

  JsonBranch child(String name) {
    JsonNode child = node.get(name);
    if (child == null) {
      throw invalid("'%s' is missing".formatted(name));
    }
    return new JsonBranch(path + "." + name, child);
  }

  Map<String, JsonBranch> fields() {
    require(node.isObject(), "an object");
    Map<String, JsonBranch> fields = new LinkedHashMap<>();
    node.properties()
        .forEach(
            field ->
                fields.put(
                    field.getKey(), new JsonBranch(path + "." + field.getKey(), field.getValue())));
    return fields;
  }

  String text() {
    require(node.isTextual(), "a text");
    return node.textValue();
  }

  boolean flag() {
    require(node.isBoolean(), "true or false");
    return node.booleanValue();
  }

  long wholeNumber() {
    require(node.canConvertToLong() && node.isIntegralNumber(), "a whole number");
    return node.longValue();
  }

  List<String> texts() {
    requireList(JsonNode::isTextual, "a list of texts");
    return elements().map(JsonNode::textValue).toList();
  }

  double[] numbers() {
    requireList(JsonNode::isNumber, "a list of numbers");
    return elements().mapToDouble(JsonNode::doubleValue).toArray();
  }

  long[] wholeNumbers() {
    requireList(
        element -> element.isIntegralNumber() && element.canConvertToLong(),
        "a list of whole numbers");
    return elements().mapToLong(JsonNode::longValue).toArray();
  }

  private Stream<JsonNode> elements() {
    return StreamSupport.stream(node.spliterator(), false);
  }

  private void requireList(Predicate<JsonNode> element, String what) {
    require(node.isArray() && elements().allMatch(element), what);
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw invalid("must be " + what);
    }
  }
}

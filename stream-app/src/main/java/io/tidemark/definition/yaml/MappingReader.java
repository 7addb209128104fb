package io.tidemark.definition.yaml;

import io.tidemark.definition.DurationFormat;
import io.tidemark.definition.SourceMap;
import io.tidemark.text.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads one mapping key by key. A key that is missing or wrong is reported and stands in as an
 * empty value, so that reading goes on and finds the rest; {@link #finish} reports what was never
 * asked for.
 */
final class MappingReader {
  private static final String PLACEHOLDER = "";

  private final MappingNodes nodes;

  private MappingReader(MappingNodes nodes) {
    this.nodes = nodes;
  }

  /** A reader of the node, or of an empty mapping after reporting that the node is not one. */
  static MappingReader of(String file, String path, Node node, ProblemList problems) {
    return new MappingReader(new MappingNodes(file, path, node, problems));
  }

  /** Whether the node was a mapping at all. */
  boolean isReadable() {
    return nodes.isReadable();
  }

  boolean has(String key) {
    return nodes.has(key);
  }

  boolean isMapping(String key) {
    return nodes.isMapping(key);
  }

  void problem(String key, String value, String rule, String hint) {
    nodes.problem(key, value, rule, hint);
  }

  /** Reports a missing key with what it is for. */
  void missing(String key, String hint) {
    nodes.problem("", "", "'" + key + "' is missing", hint);
  }

  /** A scalar as it is written; quotes and YAML's own idea of its type do not matter. */
  Optional<String> optionalText(String key) {
    Optional<Node> node = nodes.node(key);
    if (node.isPresent() && !(node.get() instanceof ScalarNode)) {
      problem(key, "", "must be a single value", "");
      return Optional.empty();
    }
    return node.map(MappingNodes::shown);
  }

  String text(String key) {
    nodes.requirePresent(key);
    return optionalText(key).orElse(PLACEHOLDER);
  }

  /** A required name of the given form. */
  String name(String key, NameForm form) {
    String name = text(key);
    checkName(key, name, form);
    return name;
  }

  private void checkName(String key, String name, NameForm form) {
    if (!name.isEmpty() && !form.matches(name)) {
      problem(key, name, form.rule(), "");
    }
  }

  /** A list of scalars, or one scalar for a list of one; empty when the key is absent. */
  List<String> texts(String key) {
    Optional<Node> node = nodes.node(key);
    if (node.isPresent() && node.get() instanceof ScalarNode scalar) {
      nodes.element(key, 0, scalar);
      return List.of(scalar.getValue());
    }
    List<String> texts = new ArrayList<>();
    for (Node element : nodes.elements(key, node)) {
      String indexed = nodes.element(key, texts.size(), element);
      texts.add(MappingNodes.shown(element));
      if (!(element instanceof ScalarNode) || MappingNodes.isBlank(element)) {
        problem(indexed, "", "must be a single value", "");
      }
    }
    return texts;
  }

  /** A required list of names; an empty list is a problem. */
  List<String> names(String key, NameForm form) {
    nodes.requirePresent(key);
    List<String> names = texts(key);
    for (int i = 0; i < names.size(); i++) {
      checkName(key + "[" + i + "]", names.get(i), form);
    }
    return names;
  }

  /** Every key with its single value. */
  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    nodes.keys().forEach(key -> optionalText(key).ifPresent(text -> all.put(key, text)));
    return all;
  }

  /** A list of mappings; empty when the key is absent. */
  List<MappingReader> mappings(String key) {
    List<MappingReader> readers = new ArrayList<>();
    for (Node element : nodes.elements(key, nodes.node(key))) {
      readers.add(new MappingReader(nodes.elementMapping(key, readers.size(), element)));
    }
    return readers;
  }

  List<MappingReader> requiredMappings(String key) {
    nodes.requirePresent(key);
    return mappings(key);
  }

  Optional<MappingReader> mapping(String key) {
    return nodes.node(key).map(node -> new MappingReader(nodes.mapping(key, node)));
  }

  /** A duration within bounds; the fallback when the key is absent, null for a required one. */
  Duration duration(String key, DurationRange range, Duration fallback) {
    if (fallback == null) {
      nodes.requirePresent(key);
    }
    return optionalText(key)
        .map(text -> duration(key, text, range).orElse(range.min()))
        .orElse(fallback);
  }

  /** Reads a text found at the key's place as a duration; empty after reporting that it is none. */
  Optional<Duration> duration(String key, String text, DurationRange range) {
    return duration(key, text, range, "");
  }

  /** The same with a hint for what is none. */
  Optional<Duration> duration(String key, String text, DurationRange range, String hint) {
    Optional<Duration> duration = DurationFormat.parse(text);
    if (duration.isEmpty()) {
      problem(key, text, DurationFormat.RULE, hint);
    } else if (!range.contains(duration.get())) {
      problem(key, text, range.rule(), "");
    }
    return duration.filter(range::contains);
  }

  /** A positive whole number. */
  int positive(String key, int fallback) {
    Optional<String> text = optionalText(key);
    if (text.isPresent() && !text.get().matches("[1-9]\\d{0,8}")) {
      problem(key, text.get(), "must be a whole number from 1", "");
      return fallback;
    }
    return text.map(Integer::parseInt).orElse(fallback);
  }

  /** A whole number within bounds, both included; empty when absent or after reporting it. */
  Optional<Integer> wholeNumber(String key, int min, int max) {
    Optional<String> text = optionalText(key);
    Optional<Integer> number =
        text.filter(written -> written.matches("\\d{1,9}"))
            .map(Integer::parseInt)
            .filter(value -> value >= min && value <= max);
    if (text.isPresent() && number.isEmpty()) {
      problem(key, text.get(), "must be a whole number from " + min + " to " + max, "");
    }
    return number;
  }

  /** A number in [0, 1]; empty when absent or after reporting it. */
  Optional<Double> fraction(String key, String hint) {
    Optional<String> text = optionalText(key);
    Optional<Double> number =
        text.filter(written -> written.matches("\\d{1,9}(\\.\\d{1,18})?|\\.\\d{1,18}"))
            .map(Double::parseDouble)
            .filter(value -> value <= 1);
    if (text.isPresent() && number.isEmpty()) {
      problem(key, text.get(), "must be a number from 0 to 1", hint);
    }
    return number;
  }

  /** A required number above zero. */
  double positiveNumber(String key) {
    String text = text(key);
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, as a number out of range is
    }
    if (!text.isEmpty()) {
      problem(key, text, "must be a number above 0", "");
    }
    return 1;
  }

  /** One of the named values; the fallback when the key is absent, null for a required one. */
  <T> T choice(String key, Map<String, T> choices, T fallback) {
    if (fallback == null) {
      nodes.requirePresent(key);
    }
    Optional<String> text = optionalText(key);
    if (text.isPresent() && !choices.containsKey(text.get())) {
      String rule = "must be one of " + String.join(", ", new TreeSet<>(choices.keySet()));
      String hint = Spelling.didYouMean(text.get(), choices.keySet()).orElse("");
      problem(key, text.get(), rule, hint);
    }
    return text.map(choices::get).orElse(fallback);
  }

  /**
   * Reports every key that was not asked for.
   *
   * @param later keys of the language that this version does not have
   */
  void finish(String... later) {
    nodes.finish(later);
  }

  /**
   * Notes in the source map where the attributes of a finished part stand, and returns the part.
   */
  <T> T located(T part, SourceMap sourceMap) {
    return nodes.located(part, sourceMap);
  }
}

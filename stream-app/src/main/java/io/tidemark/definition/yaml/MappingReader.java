package io.tidemark.definition.yaml;

import io.tidemark.definition.DurationFormat;
import io.tidemark.definition.SourceMap;
import io.tidemark.definition.SourceMap.Entry;
import io.tidemark.expression.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one mapping key by key. A key that is missing or wrong is reported and stands in as an
 * empty value, so that reading goes on and finds the rest; {@link #finish} reports what was never
 * asked for.
 */
final class MappingReader {
  private static final String PLACEHOLDER = "";

  private final String file;
  private final Entry self;
  private final ProblemList problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Entry> places = new LinkedHashMap<>();
  private final Map<String, Entry> keyPlaces = new LinkedHashMap<>();
  private final Map<String, MappingReader> nested = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private boolean readable = true;

  private MappingReader(String file, Entry self, ProblemList problems) {
    this.file = file;
    this.self = self;
    this.problems = problems;
    places.put("", self);
  }

  /** A reader of the node, or of an empty mapping after reporting that the node is not one. */
  static MappingReader of(String file, String path, Node node, ProblemList problems) {
    Entry self = new Entry(YamlDocument.position(file, node.getStartMark()), path);
    MappingReader reader = new MappingReader(file, self, problems);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(reader::take);
    } else {
      reader.readable = false;
      problems.add(self, shown(node), "must be a mapping of keys to values", "");
    }
    return reader;
  }

  private void take(NodeTuple tuple) {
    String key = shown(tuple.getKeyNode());
    Node value = tuple.getValueNode();
    Entry keyPlace = place(tuple.getKeyNode(), child(key));
    if (!(tuple.getKeyNode() instanceof ScalarNode) || hasOwnTag(value)) {
      problems.add(keyPlace, "", "keys are plain names and values carry no !tags", "");
    } else if (values.put(key, value) != null) {
      problems.add(keyPlace, "", "is written twice", "keep one");
    }
    places.put(key, place(value, child(key)));
    keyPlaces.put(key, keyPlace);
  }

  private static boolean hasOwnTag(Node node) {
    return !node.getTag().getValue().startsWith(Tag.PREFIX)
        || node.getTag().getValue().startsWith(Tag.PREFIX + "java");
  }

  private Entry place(Node node, String path) {
    return new Entry(YamlDocument.position(file, node.getStartMark()), path);
  }

  private String child(String key) {
    return self.path().isEmpty() ? key : self.path() + "." + key;
  }

  private static String shown(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Whether the node was a mapping at all. */
  boolean isReadable() {
    return readable;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where a key's value stands, or the mapping itself. */
  Entry place(String key) {
    return places.getOrDefault(key, self);
  }

  void problem(String key, String value, String rule, String hint) {
    problems.add(place(key), value, rule, hint);
  }

  /** The node of a key with a value; reports a key without one. */
  private Optional<Node> node(String key) {
    asked.add(key);
    Node node = values.get(key);
    if (node != null && isBlank(node)) {
      problem(key, "", "has no value", "give it one or remove the key");
      return Optional.empty();
    }
    return Optional.ofNullable(node);
  }

  private static boolean isBlank(Node node) {
    return node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
  }

  private void requirePresent(String key) {
    asked.add(key);
    if (!has(key) && readable) {
      problems.add(self, "", "'" + key + "' is missing", "");
    }
  }

  /** A scalar as it is written; quotes and YAML's own idea of its type do not matter. */
  Optional<String> optionalText(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && !(node.get() instanceof ScalarNode)) {
      problem(key, "", "must be a single value", "");
      return Optional.empty();
    }
    return node.map(MappingReader::shown);
  }

  String text(String key) {
    requirePresent(key);
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
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof ScalarNode scalar) {
      places.put(key + "[0]", place(key));
      return List.of(scalar.getValue());
    }
    List<String> texts = new ArrayList<>();
    for (Node element : elements(key, node)) {
      String indexed = key + "[" + texts.size() + "]";
      places.put(indexed, place(element, child(indexed)));
      texts.add(shown(element));
      if (!(element instanceof ScalarNode) || isBlank(element)) {
        problem(indexed, "", "must be a single value", "");
      }
    }
    return texts;
  }

  /** A required list of names; an empty list is a problem. */
  List<String> names(String key, NameForm form) {
    requirePresent(key);
    List<String> names = texts(key);
    for (int i = 0; i < names.size(); i++) {
      checkName(key + "[" + i + "]", names.get(i), form);
    }
    return names;
  }

  /** A list of mappings; empty when the key is absent. */
  List<MappingReader> mappings(String key) {
    List<MappingReader> readers = new ArrayList<>();
    for (Node element : elements(key, node(key))) {
      readers.add(of(file, child(key + "[" + readers.size() + "]"), element, problems));
    }
    return readers;
  }

  List<MappingReader> requiredMappings(String key) {
    requirePresent(key);
    return mappings(key);
  }

  private List<Node> elements(String key, Optional<Node> node) {
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof SequenceNode sequence)) {
      problem(key, shown(node.get()), "must be a list", "begin each element with '- '");
      return List.of();
    }
    if (sequence.getValue().isEmpty()) {
      problem(key, "", "must not be empty", "");
    }
    return sequence.getValue();
  }

  Optional<MappingReader> mapping(String key) {
    Optional<MappingReader> reader = node(key).map(node -> of(file, child(key), node, problems));
    reader.ifPresent(found -> nested.put(key, found));
    return reader;
  }

  boolean isMapping(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** A duration within bounds; the fallback when the key is absent, null for a required one. */
  Duration duration(String key, DurationRange range, Duration fallback) {
    if (fallback == null) {
      requirePresent(key);
    }
    return optionalText(key)
        .map(text -> duration(key, text, range).orElse(range.min()))
        .orElse(fallback);
  }

  /** Reads a text found at the key's place as a duration; empty after reporting that it is none. */
  Optional<Duration> duration(String key, String text, DurationRange range) {
    Optional<Duration> duration = DurationFormat.parse(text);
    if (duration.isEmpty()) {
      problem(key, text, DurationFormat.RULE, "");
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
      requirePresent(key);
    }
    Optional<String> text = optionalText(key);
    if (text.isPresent() && !choices.containsKey(text.get())) {
      String rule = "must be one of " + String.join(", ", new TreeSet<>(choices.keySet()));
      problem(key, text.get(), rule, Spelling.didYouMean(text.get(), choices.keySet()));
    }
    return text.map(choices::get).orElse(fallback);
  }

  /**
   * Reports every key that was not asked for.
   *
   * @param later keys of the language that this version does not have
   */
  void finish(String... later) {
    Set<String> reserved = Set.of(later);
    for (String key : values.keySet()) {
      if (reserved.contains(key)) {
        problems.add(keyPlaces.get(key), "", "is not available in this version", "remove it");
      } else if (!asked.contains(key)) {
        String suggestion = Spelling.didYouMean(key, asked);
        String known = "known keys: " + String.join(", ", asked);
        String hint = suggestion.isEmpty() ? known : suggestion;
        problems.add(keyPlaces.get(key), "", "unknown key", hint);
      }
    }
  }

  /**
   * Notes in the source map where the attributes of a finished part stand, and returns the part.
   */
  <T> T located(T part, SourceMap sourceMap) {
    Map<String, Entry> attributes = new LinkedHashMap<>(places);
    nested.forEach(
        (key, child) ->
            child.places.forEach((name, place) -> attributes.putIfAbsent(key + "." + name, place)));
    sourceMap.put(part, attributes);
    return part;
  }
}

package io.tidemark.definition.yaml;

import io.tidemark.definition.SourceMap;
import io.tidemark.definition.SourceMap.Entry;
import io.tidemark.text.Spelling;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The nodes of one mapping by key, where they stand, and which were asked for; {@link
 * MappingReader} gives them a meaning.
 */
final class MappingNodes {
  private final String file;
  private final Entry self;
  private final ProblemList problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Entry> places = new LinkedHashMap<>();
  private final Map<String, Entry> keyPlaces = new LinkedHashMap<>();
  private final Map<String, MappingNodes> nested = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private boolean readable = true;

  /** The nodes, or none after reporting that the node is not a mapping. */
  MappingNodes(String file, String path, Node node, ProblemList problems) {
    this.file = file;
    this.self = new Entry(YamlDocument.position(file, node.getStartMark()), path);
    this.problems = problems;
    places.put("", self);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::take);
    } else {
      readable = false;
      problems.add(self, shown(node), "must be a mapping of keys to values", "");
    }
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

  /** The text of a scalar; empty for anything else. */
  static String shown(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Whether the node was a mapping at all. */
  boolean isReadable() {
    return readable;
  }

  /** The keys in the order they are written. */
  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  boolean has(String key) {
    asked.add(key);
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
  Optional<Node> node(String key) {
    asked.add(key);
    Node node = values.get(key);
    if (node != null && isBlank(node)) {
      problem(key, "", "has no value", "give it one or remove the key");
      return Optional.empty();
    }
    return Optional.ofNullable(node);
  }

  static boolean isBlank(Node node) {
    return node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
  }

  /** Reports a key that is not there. */
  void requirePresent(String key) {
    asked.add(key);
    if (!has(key) && readable) {
      problems.add(self, "", "'" + key + "' is missing", "");
    }
  }

  /** The elements of a list; none when the key is absent, or after reporting something else. */
  List<Node> elements(String key, Optional<Node> node) {
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

  /** Notes where an element of a list stands, and says how it is addressed. */
  String element(String key, int index, Node element) {
    String indexed = key + "[" + index + "]";
    places.put(indexed, place(element, child(indexed)));
    return indexed;
  }

  /** The mapping that is an element of a list. */
  MappingNodes elementMapping(String key, int index, Node element) {
    return new MappingNodes(file, child(key + "[" + index + "]"), element, problems);
  }

  /** The mapping that is a key's value; its attributes are found under {@code key.}. */
  MappingNodes mapping(String key, Node node) {
    MappingNodes mapping = new MappingNodes(file, child(key), node, problems);
    nested.put(key, mapping);
    return mapping;
  }

  boolean isMapping(String key) {
    return values.get(key) instanceof MappingNode;
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
        String known = "known keys: " + String.join(", ", asked);
        String hint = Spelling.didYouMean(key, asked).orElse(known);
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

package io.tidemark.testkit.cases;

import io.tidemark.text.Spelling;
import java.util.Collection;
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

/**
 * One mapping, read key by key. What is missing or wrong is reported and reading goes on; {@link
 * #finish} reports the keys nobody asked for.
 */
final class CaseMapping {
  /** Known names listed beside a suggestion; more would hide it. */
  private static final int MOST_LISTED = 6;

  private final Node self;
  private final String path;
  private final CaseProblems problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  CaseMapping(Node node, String path, CaseProblems problems) {
    this.self = node;
    this.path = path;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::take);
    } else {
      problems.add(node, path, CaseScalar.shown(node), "must be a mapping of keys to values", "");
    }
  }

  private void take(NodeTuple tuple) {
    String key = CaseScalar.shown(tuple.getKeyNode());
    if (values.put(key, tuple.getValueNode()) != null) {
      problems.add(tuple.getKeyNode(), child(key), "", "is written twice", "keep one");
    }
    keys.put(key, tuple.getKeyNode());
  }

  String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String path() {
    return path;
  }

  Node self() {
    return self;
  }

  /** Every key with its value, all of them asked for by this. */
  Map<String, Node> all() {
    asked.addAll(values.keySet());
    return values;
  }

  Optional<Node> optional(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key));
  }

  Optional<Node> required(String key) {
    Optional<Node> node = optional(key);
    if (node.isEmpty() && self instanceof MappingNode) {
      problems.add(self, path, "", "'" + key + "' is missing", "");
    }
    return node;
  }

  /** A single value as it is written; empty after reporting that it is none. */
  Optional<String> text(Optional<Node> node, String key) {
    if (node.isPresent()
        && (!(node.get() instanceof ScalarNode scalar) || scalar.getValue().isBlank())) {
      problem(key, node.get(), "must be a single value", "");
      return Optional.empty();
    }
    return node.map(CaseScalar::shown);
  }

  /** A required value that is one of those known; empty after reporting that it is not. */
  Optional<String> known(String key, Collection<String> names) {
    Optional<String> name = text(required(key), key);
    if (name.isPresent() && !names.contains(name.get())) {
      unknown(key, values.get(key), name.get(), names);
      return Optional.empty();
    }
    return name;
  }

  void unknown(String key, Node at, String name, Collection<String> names) {
    String suggestion = Spelling.didYouMean(name, names).orElse("");
    boolean listed = suggestion.isEmpty() || names.size() <= MOST_LISTED;
    String rule = listed ? "must be one of " + String.join(", ", names) : "there is none";
    problems.add(at, child(key), name, rule, suggestion);
  }

  void problem(String key, Node at, String rule, String hint) {
    problems.add(at, child(key), CaseScalar.shown(at), rule, hint);
  }

  /** The elements of a list that must not be empty; empty after reporting. */
  static List<Node> elements(Node node, String path, CaseProblems problems) {
    if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue();
    }
    String rule = node instanceof SequenceNode ? "must not be empty" : "must be a list";
    problems.add(node, path, CaseScalar.shown(node), rule, "begin each element with '- '");
    return List.of();
  }

  /** Reports every key that was not asked for. */
  void finish() {
    for (Map.Entry<String, Node> key : keys.entrySet()) {
      if (!asked.contains(key.getKey())) {
        String known = "known: " + String.join(", ", asked);
        String hint = Spelling.didYouMean(key.getKey(), asked).orElse(known);
        problems.add(key.getValue(), child(key.getKey()), "", "unknown key", hint);
      }
    }
  }
}

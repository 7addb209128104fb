package io.tidemark.definition.yaml;

import io.tidemark.definition.Position;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML text as a tree of nodes. */
final class YamlDocument {
  /** Largest text read, in code points. */
  static final int MAX_SIZE = 1 << 20;

  /** Deepest nesting read; definitions need ten levels. */
  static final int MAX_DEPTH = 30;

  private YamlDocument() {}

  /** The root node, or empty after reporting why there is none. */
  static Optional<Node> parse(String file, String text, ProblemList problems) {
    if (text.length() > MAX_SIZE) {
      problems.add(start(file), text.length() + " characters, at most " + MAX_SIZE, "split it");
      return Optional.empty();
    }
    try {
      return root(file, text, problems);
    } catch (MarkedYAMLException e) {
      problems.add(position(file, e.getProblemMark()), "not YAML: " + said(e), "");
    } catch (YAMLException e) {
      problems.add(start(file), "not YAML: " + firstLine(String.valueOf(e.getMessage())), "");
    }
    return Optional.empty();
  }

  private static Optional<Node> root(String file, String text, ProblemList problems) {
    if (hasAliases(file, text, problems)) {
      return Optional.empty();
    }
    Node root = new Yaml(options()).compose(new StringReader(text));
    if (root == null) {
      problems.add(start(file), "the file is empty", "declare at least a namespace");
    }
    return Optional.ofNullable(root);
  }

  /**
   * Aliases are refused: they let a small text stand for an endless tree, and give one node two
   * places.
   */
  private static boolean hasAliases(String file, String text, ProblemList problems) {
    Set<String> found = new HashSet<>();
    for (Event event : new Yaml(options()).parse(new StringReader(text))) {
      if (event instanceof AliasEvent alias && found.add(alias.getAnchor())) {
        String rule = "alias *" + alias.getAnchor() + " is not allowed";
        problems.add(position(file, alias.getStartMark()), rule, "write the value out");
      }
    }
    return !found.isEmpty();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_SIZE);
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  static Position position(String file, Mark mark) {
    return mark == null
        ? start(file)
        : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  static Position start(String file) {
    return new Position(file, 1, 1);
  }

  private static String said(MarkedYAMLException e) {
    return Stream.of(e.getContext(), e.getProblem())
        .filter(Objects::nonNull)
        .map(YamlDocument::firstLine)
        .collect(Collectors.joining(", "));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}

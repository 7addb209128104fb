package io.tidemark.definition.yaml;

import io.tidemark.definition.Position;
import java.io.StringReader;
import java.util.Optional;
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
      problems.add(position(file, e.getProblemMark()), "not YAML: " + said(e), hint(said(e)));
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
    boolean found = false;
    for (Event event : new Yaml(options()).parse(new StringReader(text))) {
      if (event instanceof AliasEvent alias) {
        String rule = "alias *" + alias.getAnchor() + " is not allowed";
        problems.add(position(file, alias.getStartMark()), rule, "write the value out");
        found = true;
      }
    }
    return found;
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
    String problem = e.getProblem() == null ? e.getContext() : e.getProblem();
    return firstLine(String.valueOf(problem));
  }

  private static String hint(String problem) {
    return problem.contains("TAB") || problem.contains("\\t") ? "indent with spaces" : "";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}

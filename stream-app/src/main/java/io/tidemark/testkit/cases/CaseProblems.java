package io.tidemark.testkit.cases;

import io.tidemark.definition.DefinitionProblem;
import io.tidemark.definition.Position;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong with one file of cases, gathered. Not thread-safe. */
final class CaseProblems {
  private final String file;
  private final List<DefinitionProblem> found = new ArrayList<>();

  CaseProblems(String file) {
    this.file = file;
  }

  void add(Node at, String path, String value, String rule, String hint) {
    add(position(at), path, value, rule, hint);
  }

  void add(Position at, String path, String value, String rule, String hint) {
    found.add(new DefinitionProblem(at, path, value, rule, hint));
  }

  Position position(Node node) {
    return position(node.getStartMark());
  }

  Position position(Mark mark) {
    return mark == null
        ? new Position(file, 1, 1)
        : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<DefinitionProblem> found() {
    return found;
  }
}

package io.tidemark.definition.yaml;

import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.DefinitionProblem;
import io.tidemark.definition.Position;
import io.tidemark.definition.SourceMap;
import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that all are reported at once. */
final class ProblemList {
  private final List<DefinitionProblem> problems = new ArrayList<>();

  /** Reports a problem with a value that is there. */
  void add(SourceMap.Entry at, String value, String rule, String hint) {
    problems.add(new DefinitionProblem(at.position(), at.path(), value, rule, hint));
  }

  /** Reports a problem with a file as a whole or its syntax. */
  void add(Position position, String rule, String hint) {
    problems.add(new DefinitionProblem(position, "", "", rule, hint));
  }

  void throwIfAny() throws DefinitionException {
    if (!problems.isEmpty()) {
      throw new DefinitionException(problems);
    }
  }
}

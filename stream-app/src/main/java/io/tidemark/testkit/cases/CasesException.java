package io.tidemark.testkit.cases;

import io.tidemark.definition.DefinitionProblem;
import java.util.List;
import java.util.stream.Collectors;

/** A file of cases cannot be used; the message lists every problem, one a line, in file order. */
public final class CasesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<DefinitionProblem> problems;

  CasesException(List<DefinitionProblem> problems) {
    super(describe(problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, at least one. */
  public List<DefinitionProblem> problems() {
    return problems;
  }

  private static String describe(List<DefinitionProblem> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return problems.stream()
        .sorted(DefinitionProblem.IN_FILE_ORDER)
        .map(DefinitionProblem::describe)
        .collect(Collectors.joining("\n  ", count + " in the cases:\n  ", ""));
  }
}

package io.tidemark.definition;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The definitions cannot be used; the message lists the first hundred problems, one a line, in file
 * order.
 */
public final class DefinitionException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 100;

  private final transient List<DefinitionProblem> problems;

  /**
   * @param problems at least one
   */
  public DefinitionException(List<DefinitionProblem> problems) {
    super(describe(problems));
    this.problems = sorted(problems);
  }

  /** Every problem, in file order. */
  public List<DefinitionProblem> problems() {
    return problems;
  }

  private static List<DefinitionProblem> sorted(List<DefinitionProblem> problems) {
    return problems.stream().sorted(DefinitionProblem.IN_FILE_ORDER).toList();
  }

  private static String describe(List<DefinitionProblem> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    int unsaid = problems.size() - MOST_SHOWN;
    return sorted(problems).stream()
        .limit(MOST_SHOWN)
        .map(DefinitionProblem::describe)
        .collect(
            Collectors.joining(
                "\n  ",
                count + " in the definitions:\n  ",
                unsaid > 0 ? "\n  and " + unsaid + " more" : ""));
  }
}

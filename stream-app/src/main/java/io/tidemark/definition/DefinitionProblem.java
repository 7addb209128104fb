package io.tidemark.definition;

import java.util.Comparator;

/**
 * One thing wrong with the definitions.
 *
 * @param position where
 * @param path what it concerns, such as {@code sources[0].rules[1].expect}; empty for the file
 * @param value the offending value as written; empty where something is missing
 * @param rule what is wrong or what must hold
 * @param hint what to do about it; empty where there is nothing to suggest
 */
public record DefinitionProblem(
    Position position, String path, String value, String rule, String hint) {
  private static final int LONGEST_VALUE = 120;

  /** By file, line and column. */
  public static final Comparator<DefinitionProblem> IN_FILE_ORDER =
      Comparator.comparing((DefinitionProblem problem) -> problem.position().file())
          .thenComparingInt(problem -> problem.position().line())
          .thenComparingInt(problem -> problem.position().column());

  public DefinitionProblem {
    value = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }

  /** The problem on one line, beginning {@code file:line:column:}. */
  public String describe() {
    String shown = value.isEmpty() ? "" : " '" + value.replace("\n", "\\n") + "'";
    String subject = path + shown + (path.isEmpty() && shown.isEmpty() ? "" : ": ");
    return position + ": " + subject + rule + (hint.isEmpty() ? "" : " (" + hint + ")");
  }
}

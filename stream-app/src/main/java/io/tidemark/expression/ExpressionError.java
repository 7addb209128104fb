package io.tidemark.expression;

/**
 * One thing wrong with an expression.
 *
 * @param line line in the expression's text, from 1
 * @param column column in that line, from 1
 * @param message what is wrong, with the offending name or types
 * @param hint what to do about it; empty where there is nothing to suggest
 */
public record ExpressionError(int line, int column, String message, String hint) {

  /** Message, position and hint on one line. */
  public String describe() {
    String where = line == 1 ? "column " + column : "line " + line + " column " + column;
    return message + " (" + where + ")" + (hint.isEmpty() ? "" : "; " + hint);
  }
}

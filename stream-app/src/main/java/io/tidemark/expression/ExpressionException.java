package io.tidemark.expression;

import java.util.List;
import java.util.stream.Collectors;

/** An expression cannot be compiled; the message lists every error with its position. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ExpressionError> errors;

  ExpressionException(String text, List<ExpressionError> errors) {
    super("Invalid expression \"" + text + "\": " + describe(errors));
    this.errors = List.copyOf(errors);
  }

  /** Every error, at least one, in the order of their positions. */
  public List<ExpressionError> errors() {
    return errors;
  }

  private static String describe(List<ExpressionError> errors) {
    return errors.stream().map(ExpressionError::describe).collect(Collectors.joining("; "));
  }
}

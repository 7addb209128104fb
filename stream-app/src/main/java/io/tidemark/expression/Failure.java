package io.tidemark.expression;

/**
 * Evaluation failed at a node. Carries no stack trace: {@code &&} and {@code ||} absorb failures,
 * so one may be thrown for every event.
 */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Failure(String message) {
    super(message, null, false, false);
  }

  static Failure noOverload(String operator, Object left, Object right) {
    return new Failure(
        "no " + operator + " for " + ValueTypes.nameOf(left) + " and " + ValueTypes.nameOf(right));
  }

  static Failure noOverload(String function, Object argument) {
    return new Failure("no " + function + " for " + ValueTypes.nameOf(argument));
  }
}

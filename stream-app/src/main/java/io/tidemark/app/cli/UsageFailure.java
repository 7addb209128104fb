package io.tidemark.app.cli;

/** What was typed cannot be meant; the message says what, the value and the rule. */
final class UsageFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageFailure(String message) {
    super(message);
  }

  UsageFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

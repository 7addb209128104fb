package io.tidemark.app.cli;

/**
 * A command could not do its work; the message says what failed, the value, the rule and a hint.
 */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.tidemark.local;

/**
 * A part of the local stack could not be started or died; the message says which, why and where to
 * look.
 */
public final class StackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StackException(String message) {
    super(message);
  }

  StackException(String message, Throwable cause) {
    super(message, cause);
  }
}

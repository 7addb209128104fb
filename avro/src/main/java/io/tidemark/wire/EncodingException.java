package io.tidemark.wire;

/** A record that does not fit its own schema, such as a null in a field that has no null. */
public final class EncodingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EncodingException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.tidemark.definition;

/** A topic has a schema, which its records cannot be read with; the message says why. */
public final class UnreadableSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Wraps why the registry's schema is none for us. */
  public UnreadableSchemaException(Throwable cause) {
    super(cause.getMessage(), cause);
  }

  /** A schema that cannot be had at all. */
  public UnreadableSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.tidemark.store;

/**
 * A store did not do what it was asked. The message keeps the server's text. {@link #retryable}
 * says whether the same call may succeed later without anyone changing anything about it.
 */
public final class FeatureStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final boolean retryable;

  /** Why an operation failed. */
  public enum Reason {
    /** No connection, or no answer in time; a write may have been applied all the same. */
    UNAVAILABLE,
    /** Too many operations are under way; this one was not sent. */
    OVERLOADED,
    /** The server refused: out of memory, read-only, not allowed, wrong type. */
    REJECTED,
    /** The stored bytes are not a feature row. */
    CORRUPT
  }

  public FeatureStoreException(Reason reason, boolean retryable, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.retryable = retryable;
  }

  public Reason reason() {
    return reason;
  }

  public boolean retryable() {
    return retryable;
  }
}

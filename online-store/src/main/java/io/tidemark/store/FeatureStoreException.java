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
    /**
     * The server refused, or the row is one it cannot hold: out of memory, read-only, wrong type.
     */
    REJECTED,
    /**
     * The server does not know us or does not allow it. No row is at fault, so a command may be
     * tried again once the rights are right; an attempt to connect is not.
     */
    DENIED,
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

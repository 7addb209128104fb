package io.tidemark.quarantine;

/** Somebody else is feeding records from quarantine; the message says who. */
public final class ReplayBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says who.
   *
   * @param cause how that was noticed; {@code null} where it was looked up
   */
  public ReplayBusyException(String message, Throwable cause) {
    super(message, cause);
  }
}

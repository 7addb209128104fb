package io.tidemark.definition;

/** A record's event time cannot be read; the message shows the value and the rule. */
public final class EventTimeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why there is no event time. */
  public enum Reason {
    /** The field is null. */
    MISSING,
    /** The field has a value that stands for no instant. */
    UNPARSABLE
  }

  EventTimeException(Reason reason, String message) {
    // bad records are data, not faults: no stack trace
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why there is no event time. */
  public Reason reason() {
    return reason;
  }
}

package io.tidemark.kafka.quarantine;

/** Somebody else is feeding records from quarantine; the message says who. */
public final class ReplayBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayBusyException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.tidemark.registry;

/**
 * A call to a schema registry that did not succeed. The three kinds ask for three reactions: {@link
 * SchemaNotFoundException} is an answer, {@link RegistryUnavailableException} a reason to wait,
 * {@link RegistryRejectedException} a reason to change the request or the settings.
 */
public abstract sealed class RegistryException extends RuntimeException
    permits SchemaNotFoundException, RegistryUnavailableException, RegistryRejectedException {

  private static final long serialVersionUID = 1L;

  private final int errorCode;
  private final int httpStatus;

  RegistryException(String message, int errorCode, int httpStatus, Throwable cause) {
    super(message, cause);
    this.errorCode = errorCode;
    this.httpStatus = httpStatus;
  }

  /** Confluent's error code, such as 40403; the HTTP status where the answer has none; else 0. */
  public int errorCode() {
    return errorCode;
  }

  /** The HTTP status of the answer, or 0 where there was no answer. */
  public int httpStatus() {
    return httpStatus;
  }
}

package io.tidemark.registry;

/**
 * No usable answer came: the network failed, time ran out, or the registry is overloaded or broken.
 * Whatever was asked for may well exist; wait and ask again, and blame no record for it.
 */
public final class RegistryUnavailableException extends RegistryException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was tried
   * @param errorCode see {@link #errorCode()}
   * @param httpStatus see {@link #httpStatus()}
   * @param cause why it failed, or null
   */
  public RegistryUnavailableException(
      String message, int errorCode, int httpStatus, Throwable cause) {
    super(message, errorCode, httpStatus, cause);
  }
}

package io.tidemark.registry;

/**
 * The registry refused the request: incompatible (409), invalid (422), not allowed (401, 403), or
 * an address that is not a registry's. Asking again changes nothing; records are not at fault.
 */
public final class RegistryRejectedException extends RegistryException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was refused and why
   * @param errorCode see {@link #errorCode()}
   * @param httpStatus see {@link #httpStatus()}
   */
  public RegistryRejectedException(String message, int errorCode, int httpStatus) {
    super(message, errorCode, httpStatus, null);
  }
}

package io.tidemark.feature;

/**
 * Stored state that this version cannot read: written by another format, or damaged. The message
 * says which and what to do; the state is left as it is.
 */
public final class StateFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateFormatException(String message) {
    super(message);
  }

  static StateFormatException unknownFormat(int format, int known) {
    return new StateFormatException(
        "Unknown format "
            + format
            + " of stored feature state: this version reads format "
            + known
            + ". Run the version that wrote it, or reset the application's state and replay.");
  }

  public static StateFormatException corrupt(String what) {
    return new StateFormatException(
        "Damaged feature state: "
            + what
            + ". Restore the state store from its changelog: stop the service and delete its"
            + " state directory.");
  }
}

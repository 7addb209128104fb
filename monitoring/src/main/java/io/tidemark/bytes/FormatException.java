package io.tidemark.bytes;

/**
 * Bytes that this version cannot read: of another format, or damaged. The message says which bytes,
 * what is wrong with them and what to do; what is stored is left as it is.
 */
public final class FormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private FormatException(String message) {
    super(message);
  }

  static FormatException unknown(String what, int found, int known) {
    return new FormatException(
        "Unknown format "
            + found
            + " of "
            + what
            + ": this version reads format "
            + known
            + ". Run the version that wrote it, or start under a new application.id, which computes"
            + " everything anew from the topics.");
  }

  static FormatException damaged(String what, String problem, int at) {
    return new FormatException(
        "Damaged "
            + what
            + ": "
            + problem
            + " at byte "
            + at
            + ". Restore the state store from its changelog: stop the service and delete its state"
            + " directory.");
  }
}

package io.tidemark.app;

import java.time.Duration;

/** A process cannot start; the message says in one line what is wrong, where, and what to do. */
public final class StartException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Who is needed has not answered for so long. */
  static StartException outOfReach(Neighbour other, Duration waited, RuntimeException last) {
    return new StartException(
        "No start without %s (%s): %s Gave up after %d s; start.patience makes it wait longer."
            .formatted(other, other.setting(), sentence(last), waited.toSeconds()),
        last);
  }

  /** Who is needed has refused, which waiting does not change. */
  static StartException refused(Neighbour other, RuntimeException refusal) {
    return new StartException(
        "No start without %s (%s): %s".formatted(other, other.setting(), sentence(refusal)),
        refusal);
  }

  private static String sentence(RuntimeException e) {
    String text = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\n\\s*", " ");
    return text.endsWith(".") ? text : text + ".";
  }
}

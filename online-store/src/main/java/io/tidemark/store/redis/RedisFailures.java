package io.tidemark.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisNoScriptException;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What a failure of the client means to a caller. */
final class RedisFailures {
  /** The client has no type for it and two texts: of its queue and of its stack. */
  private static final String QUEUE_FULL = "size exceeded";

  private RedisFailures() {}

  static boolean isNoScript(Throwable failure) {
    return cause(failure) instanceof RedisNoScriptException;
  }

  /** A failed command. */
  static FeatureStoreException of(Throwable failure, String what) {
    Throwable cause = cause(failure);
    if (cause instanceof FeatureStoreException known) {
      return known;
    }
    String text = Optional.ofNullable(cause.getMessage()).orElse("none in time");
    if (cause instanceof RedisCommandExecutionException) {
      return refused(text, what, cause);
    }
    if (cause instanceof IllegalArgumentException || cause instanceof ClassCastException) {
      String hint = "Correct the row or the catalogue.";
      return failure(Reason.REJECTED, false, "Cannot do " + what, text, hint, cause);
    }
    if (text.contains(QUEUE_FULL)) {
      String hint = "Wait for answers before sending more.";
      return failure(Reason.OVERLOADED, true, "Did not send " + what, text, hint, cause);
    }
    String hint =
        cause instanceof RedisCommandTimeoutException || cause instanceof TimeoutException
            ? "Redis is slow or out of reach: see its SLOWLOG and the network. A write may have"
                + " been applied; writing it again is harmless."
            : "See that Redis runs and can be reached. A write may have been applied; writing it"
                + " again is harmless.";
    return failure(Reason.UNAVAILABLE, true, "No answer from Redis to " + what, text, hint, cause);
  }

  /**
   * A failed attempt to connect: as a command, but wrong credentials are not tried again, so that a
   * service with a wrong password says so at once.
   */
  static FeatureStoreException connecting(Throwable failure, String what) {
    Throwable cause = telling(failure);
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof SSLException) {
      String hint = "Check authorities, certificates and the host's name in the server's.";
      return failure(
          Reason.DENIED, false, "No trust between us and a " + what, text, hint, failure);
    }
    if (cause instanceof UncheckedIOException) {
      return failure(Reason.DENIED, false, "Cannot log in for a " + what, text, "", failure);
    }
    FeatureStoreException known = of(cause, "a " + what);
    return switch (known.reason()) {
      case DENIED -> new FeatureStoreException(Reason.DENIED, false, known.getMessage(), failure);
      case UNAVAILABLE -> unreached(failure, what);
      default -> known;
    };
  }

  /** The client's own message names hosts that it has not looked up; its last cause says why. */
  private static FeatureStoreException unreached(Throwable failure, String what) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = String.valueOf(root.getMessage());
    String hint = "See that Redis runs there and can be reached.";
    return failure(Reason.UNAVAILABLE, true, "No " + what, why, hint, failure);
  }

  /** The last cause that says more than that there is no connection, or else the first. */
  private static Throwable telling(Throwable failure) {
    Throwable telling = cause(failure);
    for (Throwable next = telling; next != null; next = next.getCause()) {
      if (next instanceof RedisCommandExecutionException
          || next instanceof SSLException
          || next instanceof UncheckedIOException) {
        telling = next;
      }
    }
    return telling;
  }

  private static FeatureStoreException refused(String text, String what, Throwable cause) {
    Refusal refusal = Refusal.of(text);
    if (refusal == null) {
      String hint = "Trying again does not help: see what holds the key.";
      return failure(Reason.REJECTED, false, "Redis refused " + what, text, hint, cause);
    }
    return failure(refusal.reason(), true, "Redis refused " + what, text, refusal.hint(), cause);
  }

  private static FeatureStoreException failure(
      Reason reason, boolean retryable, String what, String text, String hint, Throwable cause) {
    return new FeatureStoreException(
        reason,
        retryable,
        (what + ": " + text.replaceAll("\\.+$", "") + ". " + hint).strip(),
        cause);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}

package io.tidemark.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What a failure of the client means to a caller. */
final class RedisFailures {
  /**
   * Error codes of a server that may take the same command later. Inside a script's error the code
   * stands somewhere in the text.
   */
  private static final List<String> PASSING =
      List.of(
          "OOM",
          "READONLY",
          "LOADING",
          "BUSY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "MISCONF",
          "NOREPLICAS");

  /** The client has no type for it and two texts: of its queue and of its stack. */
  private static final String QUEUE_FULL = "size exceeded";

  private RedisFailures() {}

  static boolean isNoScript(Throwable failure) {
    return cause(failure) instanceof RedisNoScriptException;
  }

  static FeatureStoreException of(Throwable failure, String what) {
    Throwable cause = cause(failure);
    if (cause instanceof FeatureStoreException known) {
      return known;
    }
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof RedisCommandExecutionException) {
      boolean passing = isPassing(text);
      String hint =
          passing ? "Try again; the row is as it was." : "Change the server or its user's rights.";
      return failure(Reason.REJECTED, passing, "Redis refused " + what, text, hint, cause);
    }
    if (text.contains(QUEUE_FULL)) {
      String hint = "Wait for answers before sending more.";
      return failure(Reason.OVERLOADED, true, "Did not send " + what, text, hint, cause);
    }
    String hint = "Try again; a write that was applied all the same may be applied twice.";
    return failure(Reason.UNAVAILABLE, true, "No answer from Redis to " + what, text, hint, cause);
  }

  private static FeatureStoreException failure(
      Reason reason, boolean retryable, String what, String text, String hint, Throwable cause) {
    return new FeatureStoreException(
        reason, retryable, what + ": " + text.replaceAll("\\.+$", "") + ". " + hint, cause);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static boolean isPassing(String text) {
    for (String word : text.split("[^A-Z]+")) {
      if (PASSING.contains(word)) {
        return true;
      }
    }
    return false;
  }
}

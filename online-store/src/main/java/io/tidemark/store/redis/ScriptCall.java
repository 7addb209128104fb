package io.tidemark.store.redis;

import io.lettuce.core.protocol.AsyncCommand;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * A call of a script and what becomes of it; a server that does not know the script is sent it.
 *
 * @param <T> what the script's answer means
 */
final class ScriptCall<T> extends CompletableFuture<T> {
  private final Script script;
  private final byte[] key;
  private final Arguments arguments;
  private final LongFunction<T> meaning;
  private final UnaryOperator<Throwable> explained;

  /**
   * Prepares a call.
   *
   * @param arguments the number of keys, the key, and what the script takes
   * @param explained what a failure is told as
   */
  ScriptCall(
      Script script,
      byte[] key,
      Arguments arguments,
      LongFunction<T> meaning,
      UnaryOperator<Throwable> explained) {
    this.script = script;
    this.key = key;
    this.arguments = arguments;
    this.meaning = meaning;
    this.explained = explained;
  }

  /** The command to be sent over the link, whose answer completes the call. */
  AsyncCommand<byte[], byte[], Long> over(RedisLink link) {
    AsyncCommand<byte[], byte[], Long> command =
        new AsyncCommand<>(ScriptCommand.cached(script, key, arguments));
    command.onComplete((reply, failure) -> answered(link, reply, failure));
    return command;
  }

  private void answered(RedisLink link, Long reply, Throwable failure) {
    if (failure != null && RedisFailures.isNoScript(failure)) {
      link.dispatch(ScriptCommand.whole(script, key, arguments)).whenComplete(this::end);
    } else {
      end(reply, failure);
    }
  }

  private void end(Long reply, Throwable failure) {
    if (failure == null) {
      complete(meaning.apply(reply));
    } else {
      completeExceptionally(explained.apply(failure));
    }
  }
}

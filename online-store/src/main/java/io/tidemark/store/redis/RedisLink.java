package io.tidemark.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** A connection, the same for one server and for a cluster. Thread-safe. */
final class RedisLink implements AutoCloseable {
  private final StatefulConnection<byte[], byte[]> connection;
  private final RedisClusterAsyncCommands<byte[], byte[]> commands;
  private final Supplier<List<CompletionStage<RedisAsyncCommands<byte[], byte[]>>>> masters;

  RedisLink(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Supplier<List<CompletionStage<RedisAsyncCommands<byte[], byte[]>>>> masters) {
    this.connection = connection;
    this.commands = commands;
    this.masters = masters;
  }

  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return commands;
  }

  /** Sends a command; a failure to send completes it. */
  <T> CompletionStage<T> dispatch(RedisCommand<byte[], byte[], T> command) {
    AsyncCommand<byte[], byte[], T> call = new AsyncCommand<>(command);
    try {
      connection.dispatch(call);
    } catch (RedisException e) {
      call.completeExceptionally(e);
    }
    return call;
  }

  /** Sends commands with one flush; a failure to send completes those it concerns. */
  <T> void dispatch(List<AsyncCommand<byte[], byte[], T>> calls) {
    try {
      connection.dispatch(calls);
    } catch (RedisException e) {
      calls.forEach(call -> call.completeExceptionally(e));
    }
  }

  /** Calls a script. */
  <T> CompletionStage<T> call(ScriptCall<T> call) {
    AsyncCommand<byte[], byte[], Long> command = call.over(this);
    try {
      connection.dispatch(command);
    } catch (RedisException e) {
      command.completeExceptionally(e);
    }
    return call;
  }

  /** Calls scripts with one flush for every so many. */
  <T> void call(List<ScriptCall<T>> calls, int atOnce) {
    for (int from = 0; from < calls.size(); from += atOnce) {
      List<AsyncCommand<byte[], byte[], Long>> commands = new ArrayList<>(atOnce);
      for (int i = from; i < Math.min(calls.size(), from + atOnce); i++) {
        commands.add(calls.get(i).over(this));
      }
      dispatch(commands);
    }
  }

  /** Each server that holds keys, and only its own ones. */
  List<CompletionStage<RedisAsyncCommands<byte[], byte[]>>> servers() {
    return masters.get();
  }

  /** A ping to each server that holds keys. */
  CompletableFuture<Void> ping() {
    return all(each(RedisAsyncCommands::ping));
  }

  /** What each server that holds keys says about itself. */
  CompletableFuture<List<String>> infos() {
    List<CompletableFuture<String>> infos = each(RedisAsyncCommands::info);
    return all(infos).thenApply(done -> infos.stream().map(CompletableFuture::join).toList());
  }

  private List<CompletableFuture<String>> each(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<String>> command) {
    return masters.get().stream()
        .map(master -> master.thenCompose(command).toCompletableFuture())
        .toList();
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<String>> answers) {
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
  }

  /**
   * Connects to every server. Otherwise a connection would be made by the first command for it, and
   * that one be refused. A master that is away now is connected to when it is back.
   */
  void warmUp() {
    ping().handle((done, failure) -> done).join();
  }

  @Override
  public void close() {
    connection.close();
  }
}

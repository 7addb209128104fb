package io.tidemark.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A connection, the same for one server and for a cluster. Thread-safe. */
final class RedisLink implements AutoCloseable {
  private final StatefulConnection<byte[], byte[]> connection;
  private final RedisClusterAsyncCommands<byte[], byte[]> commands;
  private final Supplier<List<CompletableFuture<String>>> pings;

  RedisLink(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Supplier<List<CompletableFuture<String>>> pings) {
    this.connection = connection;
    this.commands = commands;
    this.pings = pings;
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
  void dispatch(List<AsyncCommand<byte[], byte[], List<byte[]>>> calls) {
    try {
      connection.dispatch(calls);
    } catch (RedisException e) {
      calls.forEach(call -> call.completeExceptionally(e));
    }
  }

  /** A ping to each server that holds keys. */
  CompletableFuture<Void> ping() {
    return CompletableFuture.allOf(pings.get().toArray(CompletableFuture[]::new));
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

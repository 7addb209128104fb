package io.tidemark.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.resource.ClientResources;
import io.tidemark.store.CheckResult;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.WriteOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Rows as Redis hashes, each replaced by one script that compares revisions.
 *
 * <p>Commands are pipelined on one connection for writes and one for reads; callers may have up to
 * {@link RedisSettings#requestQueueSize} under way. While Redis is away, calls fail at once and the
 * connections come back by themselves. A server that lost its scripts, by a restart say, is sent
 * them again. Thread-safe.
 */
public final class RedisFeatureStore implements FeatureStore {
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final RedisSettings settings;
  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> writes;
  private final StatefulRedisConnection<byte[], byte[]> reads;

  private RedisFeatureStore(RedisSettings settings, ClientResources resources) {
    this.settings = settings;
    this.resources = resources;
    this.client = RedisClients.client(resources, settings);
    this.writes = client.connect(ByteArrayCodec.INSTANCE);
    this.reads = client.connect(ByteArrayCodec.INSTANCE);
  }

  /**
   * Connects.
   *
   * @throws FeatureStoreException when Redis does not answer
   * @throws IllegalArgumentException when the URL is not one
   */
  public static RedisFeatureStore connect(RedisSettings settings) {
    ClientResources resources = RedisClients.resources();
    try {
      return new RedisFeatureStore(settings, resources);
    } catch (RedisException e) {
      shutdown(resources);
      throw RedisFailures.of(
          e, "a connection to " + RedisClients.withoutCredentials(settings.url()));
    } catch (RuntimeException e) {
      shutdown(resources);
      throw e;
    }
  }

  @Override
  public CompletionStage<WriteOutcome> write(FeatureRow row) {
    byte[] key = RowCodec.bytes(row.key());
    return call(Script.WRITE, key, RowCodec.arguments(key, row), row.key());
  }

  @Override
  public CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
    FeatureRow.requireRevision(revision);
    byte[] redisKey = RowCodec.bytes(key);
    Arguments arguments = RowCodec.tombstone(redisKey, revision, settings.tombstone());
    return call(Script.DELETE, redisKey, arguments, key);
  }

  private CompletionStage<WriteOutcome> call(
      Script script, byte[] redisKey, Arguments arguments, EntityKey key) {
    CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
    dispatch(ScriptCommand.cached(script, redisKey, arguments))
        .whenComplete(
            (reply, failure) -> {
              if (failure != null && RedisFailures.isNoScript(failure)) {
                dispatch(ScriptCommand.whole(script, redisKey, arguments))
                    .whenComplete((again, lost) -> complete(outcome, again, lost, key));
              } else {
                complete(outcome, reply, failure, key);
              }
            });
    return outcome;
  }

  private CompletionStage<Long> dispatch(ScriptCommand command) {
    AsyncCommand<byte[], byte[], Long> call = new AsyncCommand<>(command);
    try {
      writes.dispatch(call);
    } catch (RedisException e) {
      call.completeExceptionally(e);
    }
    return call;
  }

  private static void complete(
      CompletableFuture<WriteOutcome> outcome, Long reply, Throwable failure, EntityKey key) {
    if (failure != null) {
      outcome.completeExceptionally(RedisFailures.of(failure, "the write of " + key.asRedisKey()));
    } else {
      outcome.complete(reply == 1 ? WriteOutcome.APPLIED : WriteOutcome.STALE);
    }
  }

  @Override
  public CompletionStage<Optional<FeatureRow>> read(EntityKey key) {
    byte[] redisKey = RowCodec.bytes(key);
    RedisAsyncCommands<byte[], byte[]> commands = reads.async();
    CompletableFuture<Optional<FeatureRow>> row = new CompletableFuture<>();
    commands
        .hgetall(redisKey)
        .thenCombine(commands.pttl(redisKey), (hash, ttlMs) -> RowCodec.row(key, hash, ttlMs))
        .whenComplete(
            (found, failure) -> {
              if (failure == null) {
                row.complete(found);
              } else {
                row.completeExceptionally(
                    RedisFailures.of(failure, "the read of " + key.asRedisKey()));
              }
            });
    return row;
  }

  @Override
  public CheckResult check() {
    try {
      // Each connection comes back on its own.
      writes.sync().ping();
      reads.sync().ping();
      return CheckResult.healthy();
    } catch (RedisException e) {
      return CheckResult.failed(RedisFailures.of(e, "a ping").getMessage());
    }
  }

  @Override
  public void close() {
    writes.close();
    reads.close();
    client.shutdown(Duration.ZERO, SHUTDOWN);
    shutdown(resources);
  }

  private static void shutdown(ClientResources resources) {
    resources
        .shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(SHUTDOWN.toMillis());
  }
}

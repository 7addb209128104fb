package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.resource.ClientResources;
import io.tidemark.store.Catalog;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.StoreState;
import io.tidemark.store.WriteOutcome;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Rows as Redis hashes, each replaced by one script that compares revisions.
 *
 * <p>Commands are pipelined on one connection for writes and one for reads; callers may have up to
 * {@link RedisSettings#requestQueueSize} under way. While Redis is away, calls fail at once and the
 * connections come back by themselves. A server that lost its scripts, by a restart say, is sent
 * them again. Thread-safe.
 */
public final class RedisFeatureStore implements FeatureStore {
  /** So many that a flush costs little of each, so few that the server does not wait for them. */
  private static final int FLUSHED_AT_ONCE = 256;

  /** Who has not answered by then does not answer the next request in time either. */
  private static final Duration LONGEST_PING = Duration.ofSeconds(2);

  /** By which the time of a row ends: the one that all processes have in common. */
  private static final Clock CLOCK = Clock.systemUTC();

  private final RedisSettings settings;
  private final String namespace;
  private final ClientResources resources;
  private final RowCodec codec;
  private final Script write;
  private final Script delete;
  private final RedisNodes nodes;
  private final RedisLink writes;
  private final RedisLink reads;
  private final RedisMark mark;

  private RedisFeatureStore(RedisSettings settings, Catalog catalog, ClientResources resources) {
    this.settings = settings;
    this.namespace = catalog.namespace();
    this.resources = resources;
    RowLayout layout = RowLayout.of(settings.layout(), catalog);
    this.codec = new RowCodec(layout, settings.tombstone(), CLOCK);
    this.write = layout.write();
    this.delete = layout.delete();
    this.nodes = RedisNodes.of(resources, settings);
    try {
      this.writes = nodes.connect();
      this.reads = nodes.connect();
      this.mark = new RedisMark(namespace, writes, reads);
    } catch (RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  /**
   * Connects.
   *
   * @param catalog types of values and keys, and the namespace
   * @throws FeatureStoreException when Redis does not answer, does not let us in or is not to be
   *     trusted
   * @throws IllegalArgumentException when a URL is not one, or the layout cannot hold the catalogue
   */
  public static RedisFeatureStore connect(RedisSettings settings, Catalog catalog) {
    ClientResources resources = RedisOptions.resources();
    try {
      return new RedisFeatureStore(settings, catalog, resources);
    } catch (RedisException | UncheckedIOException | CompletionException e) {
      shutdown(resources);
      throw RedisFailures.connecting(e, "connection to " + settings.shownUrls());
    } catch (RuntimeException e) {
      shutdown(resources);
      throw e;
    }
  }

  @Override
  public CompletionStage<WriteOutcome> write(FeatureRow row) {
    try {
      return writes.call(writing(row));
    } catch (IllegalArgumentException | ClassCastException e) {
      return failed(e, theWrite(row.key()));
    }
  }

  @Override
  public List<CompletionStage<WriteOutcome>> writeAll(List<FeatureRow> rows) {
    List<CompletionStage<WriteOutcome>> outcomes = new ArrayList<>(rows.size());
    List<ScriptCall<WriteOutcome>> calls = new ArrayList<>(rows.size());
    for (FeatureRow row : rows) {
      try {
        ScriptCall<WriteOutcome> call = writing(row);
        calls.add(call);
        outcomes.add(call);
      } catch (IllegalArgumentException | ClassCastException e) {
        outcomes.add(failed(e, theWrite(row.key())));
      }
    }
    writes.call(calls, Math.min(FLUSHED_AT_ONCE, settings.requestQueueSize()));
    return outcomes;
  }

  @Override
  public CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
    FeatureRow.requireRevision(revision);
    try {
      byte[] redisKey = codec.key(key);
      Arguments arguments = codec.tombstone(redisKey, revision, settings.tombstone());
      return writes.call(call(delete, redisKey, arguments, key));
    } catch (IllegalArgumentException e) {
      return failed(e, "the deletion of " + key.asRedisKey());
    }
  }

  private ScriptCall<WriteOutcome> writing(FeatureRow row) {
    byte[] key = codec.key(row.key());
    return call(write, key, codec.arguments(key, row), row.key());
  }

  private static ScriptCall<WriteOutcome> call(
      Script script, byte[] redisKey, Arguments arguments, EntityKey key) {
    return new ScriptCall<>(
        script,
        redisKey,
        arguments,
        reply -> reply == 1 ? WriteOutcome.APPLIED : WriteOutcome.STALE,
        failure -> RedisFailures.of(failure, theWrite(key)));
  }

  private static String theWrite(EntityKey key) {
    return "the write of " + key.asRedisKey();
  }

  @Override
  public CompletionStage<Optional<FeatureRow>> read(EntityKey key) {
    try {
      byte[] redisKey = codec.key(key);
      Selection all = codec.selection(key.entity(), Set.of());
      return explained(
          reads
              .dispatch(new SelectCommand(all, redisKey))
              .thenCombine(
                  reads.commands().pttl(redisKey),
                  (answer, ttlMs) -> codec.row(key, all, answer, ttlMs)),
          () -> "the read of " + key.asRedisKey());
    } catch (IllegalArgumentException e) {
      return failed(e, "the read of " + key.asRedisKey());
    }
  }

  @Override
  public CompletionStage<List<Optional<FeatureRow>>> readAll(
      List<EntityKey> keys, Set<String> names) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    try {
      Map<String, Selection> selections = codec.selections(keys, names);
      List<AsyncCommand<byte[], byte[], List<byte[]>>> calls = new ArrayList<>(keys.size());
      for (EntityKey key : keys) {
        Selection selection = selections.get(key.entity());
        calls.add(new AsyncCommand<>(new SelectCommand(selection, codec.key(key))));
      }
      reads.dispatch(calls);
      CompletableFuture<Void> all =
          CompletableFuture.allOf(
              calls.stream()
                  .map(AsyncCommand::toCompletableFuture)
                  .toArray(CompletableFuture[]::new));
      return explained(all.thenApply(done -> rows(keys, selections, calls)), () -> batch(keys));
    } catch (IllegalArgumentException e) {
      return failed(e, batch(keys));
    }
  }

  private static String batch(List<EntityKey> keys) {
    return "the read of " + keys.size() + " rows from " + keys.get(0).asRedisKey();
  }

  private List<Optional<FeatureRow>> rows(
      List<EntityKey> keys,
      Map<String, Selection> selections,
      List<AsyncCommand<byte[], byte[], List<byte[]>>> calls) {
    List<Optional<FeatureRow>> rows = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      EntityKey key = keys.get(i);
      rows.add(codec.row(key, selections.get(key.entity()), calls.get(i).join()));
    }
    return List.copyOf(rows);
  }

  /**
   * What removes rows whose time has ended, where the layout does not let Redis do that: to be run
   * by the service on a thread of its own, and closed before the store.
   *
   * @param pause between the end of a pass over the keys and the next one
   * @param removed is told how many rows and deletions were removed, on any thread
   */
  public Optional<ExpiredRows> expiredRows(Duration pause, LongConsumer removed) {
    return settings.layout() == RedisLayout.PLAIN
        ? Optional.empty()
        : Optional.of(new ExpiredRows(nodes::connect, namespace, pause, removed, CLOCK));
  }

  /** What the clock of a server of Redis shows. */
  public CompletionStage<Instant> time() {
    CompletionStage<Instant> told =
        reads
            .commands()
            .time()
            .thenApply(
                time -> Instant.ofEpochSecond(number(time.get(0)), number(time.get(1)) * 1_000));
    return explained(told, () -> "the time");
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, US_ASCII));
  }

  @Override
  public CompletionStage<StoreState> state() {
    return explained(mark.state(), () -> "the state of the store");
  }

  @Override
  public CompletionStage<Boolean> claim(StoreState.Owner owner, boolean takeOver) {
    return explained(mark.claim(owner, takeOver), () -> "the claim of the namespace");
  }

  @Override
  public CompletionStage<Boolean> rebuilding(String identity, long sinceMs, Set<String> parts) {
    return explained(mark.begin(identity, sinceMs, parts), () -> "the mark of the store");
  }

  @Override
  public CompletionStage<Void> rebuilt(StoreState.Mark of, String part) {
    return explained(mark.end(of, part), () -> "the mark of the store");
  }

  private static <T> CompletionStage<T> explained(CompletionStage<T> stage, Supplier<String> what) {
    CompletableFuture<T> named = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            named.complete(value);
          } else {
            named.completeExceptionally(RedisFailures.of(failure, what.get()));
          }
        });
    return named;
  }

  private static <T> CompletionStage<T> failed(RuntimeException e, String what) {
    return CompletableFuture.failedFuture(RedisFailures.of(e, what));
  }

  @Override
  public Optional<String> problem() {
    Duration patience = min(settings.commandTimeout(), LONGEST_PING);
    try {
      // Each connection comes back on its own.
      CompletableFuture.allOf(writes.ping(), reads.ping())
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      return Optional.empty();
    } catch (RedisException | CompletionException | CancellationException e) {
      return Optional.of(RedisFailures.of(e, "a ping").getMessage());
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    writes.close();
    reads.close();
    nodes.close();
    shutdown(resources);
  }

  private static void shutdown(ClientResources resources) {
    long waitMs = RedisNodes.SHUTDOWN.toMillis();
    resources.shutdown(0, waitMs, TimeUnit.MILLISECONDS).awaitUninterruptibly(waitMs);
  }
}

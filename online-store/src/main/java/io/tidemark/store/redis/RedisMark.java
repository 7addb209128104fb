package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.StoreState;
import io.tidemark.store.StoreState.Eviction;
import io.tidemark.store.StoreState.Mark;
import io.tidemark.store.StoreState.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One hash beside the rows that says who filled the store, and whether all of it. Thread-safe.
 *
 * <p>Fields: {@code identity}, {@code state} ({@code rebuilding} or {@code complete}), {@code
 * since} in milliseconds, and {@code part:<name>} for each part that is not done; {@code owner},
 * {@code definitions} and {@code owned_since} of who writes it.
 */
final class RedisMark {
  private static final String IDENTITY = "identity";
  private static final String POLICY = "maxmemory_policy";
  private static final String SINCE = "since";
  private static final String STATE = "state";
  private static final String PART = "part:";
  private static final String OWNER = "owner";
  private static final String OWNED_SINCE = "owned_since";
  private static final String DEFINITIONS = "definitions";

  private final byte[] key;
  private final RedisLink writes;
  private final RedisLink reads;
  private final Script begin = Script.beginMark();
  private final Script endPart = Script.endPart();
  private final Script claim = Script.claim();

  RedisMark(String namespace, RedisLink writes, RedisLink reads) {
    this.key = (namespace + ":_store").getBytes(UTF_8);
    this.writes = writes;
    this.reads = reads;
  }

  /** Reads the mark first: a server that starts in between then counts as another one. */
  CompletionStage<StoreState> state() {
    try {
      return reads.commands().hgetall(key).thenCompose(this::state);
    } catch (RedisException e) {
      // not sent
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<StoreState> state(Map<byte[], byte[]> hash) {
    Map<String, String> fields = new HashMap<>();
    hash.forEach((name, value) -> fields.put(new String(name, UTF_8), new String(value, UTF_8)));
    Optional<Owner> owner = owner(fields);
    return reads
        .infos()
        .thenApply(
            infos ->
                new StoreState(
                    StoreState.identity(identity(infos), owner),
                    mark(fields),
                    eviction(infos),
                    owner));
  }

  private static Optional<Owner> owner(Map<String, String> fields) {
    return isInstant(fields.get(OWNED_SINCE)) && fields.containsKey(OWNER)
        ? Optional.of(
            new Owner(
                fields.get(OWNER),
                fields.getOrDefault(DEFINITIONS, ""),
                Long.parseLong(fields.get(OWNED_SINCE))))
        : Optional.empty();
  }

  private static boolean isInstant(String text) {
    return text != null && text.matches("\\d{1,18}");
  }

  CompletionStage<Boolean> claim(Owner owner, boolean takeOver) {
    Arguments arguments = new Arguments().add(1).add(key).add(owner.application());
    arguments.add(owner.definitions()).add(owner.sinceMs()).add(takeOver ? 1 : 0);
    return call(claim, arguments, granted -> granted == 1);
  }

  CompletionStage<Boolean> begin(String identity, long sinceMs, Set<String> parts) {
    Arguments arguments = new Arguments().add(1).add(key).add(identity);
    arguments.add(IDENTITY).add(identity).add(SINCE).add(sinceMs);
    arguments.add(STATE).add(parts.isEmpty() ? "complete" : "rebuilding");
    parts.forEach(part -> arguments.add(PART + part).add("pending"));
    return call(begin, arguments, first -> first == 1);
  }

  CompletionStage<Void> end(Mark mark, String part) {
    Arguments arguments = new Arguments().add(1).add(key);
    arguments.add(mark.identity()).add(mark.sinceMs()).add(PART + part);
    return call(endPart, arguments, done -> null);
  }

  private <T> CompletionStage<T> call(Script script, Arguments arguments, LongFunction<T> meaning) {
    return writes.call(new ScriptCall<>(script, key, arguments, meaning, UnaryOperator.identity()));
  }

  private static Optional<Mark> mark(Map<String, String> fields) {
    if (!fields.containsKey(IDENTITY) || !isInstant(fields.get(SINCE))) {
      return Optional.empty();
    }
    Set<String> pending =
        fields.keySet().stream()
            .filter(name -> name.startsWith(PART))
            .map(name -> name.substring(PART.length()))
            .collect(Collectors.toSet());
    return Optional.of(new Mark(fields.get(IDENTITY), Long.parseLong(fields.get(SINCE)), pending));
  }

  private static String identity(List<String> infos) {
    return infos.stream().map(RedisMark::identity).sorted().collect(Collectors.joining(","));
  }

  /**
   * The process, and where in its history it became a master: one that was made a replica and a
   * master again holds what another server had.
   */
  private static String identity(String info) {
    if (!"master".equals(field(info, "role"))) {
      throw new FeatureStoreException(
          Reason.REJECTED,
          true,
          "Cannot tell the state of the store: READONLY this server is a replica. Name the primary,"
              + " or wait for the failover.",
          null);
    }
    String promoted = field(info, "second_repl_offset");
    return field(info, "run_id") + ("-1".equals(promoted) ? "" : "+" + promoted) + dropped(info);
  }

  /** Once it evicts no longer, it is to be filled anew; before, that would drive out other rows. */
  private static String dropped(String info) {
    long keys = evicted(info);
    return evicts(info) || keys == 0 ? "" : "-" + keys;
  }

  private static Eviction eviction(List<String> infos) {
    return infos.stream()
        .filter(RedisMark::evicts)
        .findFirst()
        .map(info -> new Eviction(field(info, POLICY), true, evicted(infos)))
        .orElseGet(() -> new Eviction(Eviction.NONE.policy(), false, evicted(infos)));
  }

  private static boolean evicts(String info) {
    String policy = field(info, POLICY);
    return !policy.isEmpty() && !policy.equals(Eviction.NONE.policy());
  }

  private static long evicted(List<String> infos) {
    return infos.stream().mapToLong(RedisMark::evicted).sum();
  }

  private static long evicted(String info) {
    String keys = field(info, "evicted_keys");
    return keys.matches("\\d{1,18}") ? Long.parseLong(keys) : 0;
  }

  private static String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}

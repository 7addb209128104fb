package io.tidemark.registry;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * Remembers what another registry answered.
 *
 * <p>An id or GUID and its schema belong together for ever, so they are kept until room is needed;
 * the newest version of a subject is kept for a while. Nothing is remembered of failures: a schema
 * that was unknown a moment ago may have been registered since. Threads that ask for the same id at
 * the same time share one request. Thread-safe.
 */
public final class CachingSchemaRegistry implements SchemaRegistry {

  private final SchemaRegistry registry;
  private final int capacity;
  private final long latestTtlNanos;
  private final LongSupplier nanos;
  private final ConcurrentMap<SchemaKey, Schema> schemas = new ConcurrentHashMap<>();
  private final ConcurrentMap<SchemaKey, CompletableFuture<Schema>> asked =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
  private final ConcurrentMap<SubjectSchema, Integer> registered = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Latest> latest = new ConcurrentHashMap<>();

  private record SubjectSchema(String subject, Schema schema) {}

  private record Latest(RegisteredSchema schema, long readAt) {}

  /**
   * Creates a cache in front of a registry.
   *
   * @param registry who is asked; closed together with this
   * @param capacity most entries kept of each kind, 1 or more
   * @param latestTtl how long a newest version is believed, 0 or more
   * @param nanos a clock that never goes back, nanoseconds from any origin
   */
  public CachingSchemaRegistry(
      SchemaRegistry registry, int capacity, Duration latestTtl, LongSupplier nanos) {
    this.registry = registry;
    this.capacity = capacity;
    this.latestTtlNanos = latestTtl.toNanos();
    this.nanos = nanos;
  }

  @Override
  public int register(String subject, Schema schema) {
    return remember(
        registered,
        new SubjectSchema(subject, schema),
        () -> {
          int id = registry.register(subject, schema);
          latest.remove(subject);
          return id;
        });
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return remember(ids, new SubjectSchema(subject, schema), () -> registry.idOf(subject, schema));
  }

  @Override
  public Schema schemaById(int id) {
    return schema(new SchemaKey.Id(id));
  }

  @Override
  public Schema schemaByGuid(UUID guid) {
    return schema(new SchemaKey.Guid(guid));
  }

  @Override
  public RegisteredSchema latest(String subject) {
    Latest known = latest.get(subject);
    long now = nanos.getAsLong();
    if (known != null && now - known.readAt() < latestTtlNanos) {
      return known.schema();
    }
    RegisteredSchema read = registry.latest(subject);
    put(latest, subject, new Latest(read, now));
    return read;
  }

  /** Always asks: it is asked for at a start alone. */
  @Override
  public RegisteredSchema version(String subject, int version) {
    return registry.version(subject, version);
  }

  /** Always asks: the answer changes with every registration and is not asked for often. */
  @Override
  public Compatibility checkCompatibility(String subject, Schema schema) {
    return registry.checkCompatibility(subject, schema);
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    registry.setCompatibility(subject, level);
  }

  @Override
  public void close() {
    registry.close();
  }

  private Schema schema(SchemaKey key) {
    Schema known = schemas.get(key);
    return known != null ? known : ask(key);
  }

  private Schema ask(SchemaKey key) {
    CompletableFuture<Schema> mine = new CompletableFuture<>();
    CompletableFuture<Schema> other = asked.putIfAbsent(key, mine);
    return other == null ? fetch(key, mine) : await(other);
  }

  private Schema fetch(SchemaKey key, CompletableFuture<Schema> answer) {
    try {
      // the thread before may have finished between our look and our claim
      Schema schema = schemas.containsKey(key) ? schemas.get(key) : key.in(registry);
      put(schemas, key, schema);
      answer.complete(schema);
      return schema;
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
      throw e;
    } finally {
      asked.remove(key);
    }
  }

  private static Schema await(CompletableFuture<Schema> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private <K> int remember(ConcurrentMap<K, Integer> known, K key, Supplier<Integer> question) {
    Integer id = known.get(key);
    if (id == null) {
      id = question.get();
      put(known, key, id);
    }
    return id;
  }

  /** Makes room by dropping any one entry; which one hardly matters as the capacity is generous. */
  private <K, V> void put(ConcurrentMap<K, V> map, K key, V value) {
    map.put(key, value);
    while (map.size() > capacity) {
      map.keySet().stream().filter(other -> !other.equals(key)).findFirst().ifPresent(map::remove);
    }
  }
}

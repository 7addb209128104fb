package io.tidemark.kafka.gate;

import io.tidemark.registry.Compatibility;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.RegisteredSchema;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaKey;
import io.tidemark.registry.SchemaNotFoundException;
import io.tidemark.registry.SchemaRegistry;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;

/** A registry that is down, slow or broken when a test says so, and counts what it is asked. */
final class ScriptedRegistry implements SchemaRegistry {
  static final Schema SCHEMA = Schema.createRecord("R", null, "test", false);

  private final Set<Integer> known = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Integer> asked = new ConcurrentHashMap<>();
  private final AtomicReference<RuntimeException> broken = new AtomicReference<>();
  private volatile boolean down;
  private volatile CountDownLatch held = new CountDownLatch(0);

  void put(int id) {
    known.add(id);
  }

  void down(boolean isDown) {
    down = isDown;
  }

  void breakOnce(RuntimeException failure) {
    broken.set(failure);
  }

  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  int asked(int id) {
    return asked.getOrDefault(id, 0);
  }

  @Override
  public Schema schemaById(int id) {
    asked.merge(id, 1, Integer::sum);
    await();
    RuntimeException failure = broken.getAndSet(null);
    if (failure != null) {
      throw failure;
    }
    if (down) {
      throw new RegistryUnavailableException("the registry is down", 0, 0, null);
    }
    if (!known.contains(id)) {
      throw new SchemaNotFoundException("no schema " + id, SchemaNotFoundException.SCHEMA);
    }
    return SCHEMA;
  }

  private void await() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Schema schemaByGuid(UUID guid) {
    throw SchemaNotFoundException.noGuids(new SchemaKey.Guid(guid), null);
  }

  @Override
  public int register(String subject, Schema schema) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RegisteredSchema latest(String subject) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RegisteredSchema version(String subject, int version) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Compatibility checkCompatibility(String subject, Schema schema) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int idOf(String subject, Schema schema) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    release();
  }
}

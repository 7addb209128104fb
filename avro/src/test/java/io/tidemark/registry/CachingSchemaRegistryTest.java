package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CachingSchemaRegistryTest extends SchemaRegistryContract {

  private final AtomicLong nanos = new AtomicLong();
  private final Counting counting = new Counting();
  private final CachingSchemaRegistry registry =
      new CachingSchemaRegistry(counting, 2, Duration.ofSeconds(60), nanos::get);

  /** Counts what comes through, and can hold look-ups by id back. */
  private static final class Counting implements SchemaRegistry {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public int register(String subject, Schema schema) {
      requests.incrementAndGet();
      return registry.register(subject, schema);
    }

    @Override
    public Schema schemaById(int id) {
      requests.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return registry.schemaById(id);
    }

    @Override
    public Schema schemaByGuid(UUID guid) {
      requests.incrementAndGet();
      return registry.schemaByGuid(guid);
    }

    @Override
    public RegisteredSchema latest(String subject) {
      requests.incrementAndGet();
      return registry.latest(subject);
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
      requests.incrementAndGet();
      return registry.version(subject, version);
    }

    @Override
    public Compatibility checkCompatibility(String subject, Schema schema) {
      requests.incrementAndGet();
      return registry.checkCompatibility(subject, schema);
    }

    @Override
    public void setCompatibility(String subject, CompatibilityLevel level) {
      requests.incrementAndGet();
      registry.setCompatibility(subject, level);
    }

    @Override
    public int idOf(String subject, Schema schema) {
      requests.incrementAndGet();
      return registry.idOf(subject, schema);
    }

    @Override
    public void close() {
      registry.close();
    }
  }

  @Override
  protected SchemaRegistry registry() {
    return registry;
  }

  @Test
  void idIsAskedForOnce() {
    int id = counting.registry.register("s", v1());

    registry.schemaById(id);
    registry.schemaById(id);

    assertThat(counting.requests).hasValue(1);
  }

  @Override
  protected Optional<UUID> guidOf(int id) {
    return Optional.of(counting.registry.guidOf(id));
  }

  @Test
  void guidIsAskedForOnce() {
    UUID guid = counting.registry.guidOf(counting.registry.register("s", v1()));

    registry.schemaByGuid(guid);
    registry.schemaByGuid(guid);

    assertThat(counting.requests).hasValue(1);
  }

  @Test
  void unknownIdIsAskedForAgainAndFoundOnceItIsThere() {
    assertThatThrownBy(() -> registry.schemaById(1)).isInstanceOf(SchemaNotFoundException.class);
    counting.registry.register("s", v1());

    assertThat(registry.schemaById(1)).isEqualTo(v1());
  }

  @Test
  void registrationAndLookUpAreAskedForOnceEach() {
    registry.register("s", v1());
    registry.register("s", v1());
    registry.idOf("s", v1());
    registry.idOf("s", v1());

    assertThat(counting.requests).hasValue(2);
  }

  @Test
  void latestIsBelievedForItsTime() {
    counting.registry.register("s", v1());
    registry.latest("s");
    counting.registry.register("s", v2());

    nanos.set(Duration.ofSeconds(60).toNanos() - 1);
    assertThat(registry.latest("s").version()).isEqualTo(1);
    nanos.incrementAndGet();
    assertThat(registry.latest("s").version()).isEqualTo(2);
  }

  @Test
  void ownRegistrationIsLatestAtOnce() {
    registry.register("s", v1());
    registry.latest("s");
    registry.register("s", v2());

    assertThat(registry.latest("s").version()).isEqualTo(2);
  }

  @Test
  void entriesBeyondTheCapacityAreAskedForAgain() {
    List<Integer> ids = new ArrayList<>();
    for (Schema schema : List.of(v1(), v2(), incompatible())) {
      counting.registry.setCompatibility("s", CompatibilityLevel.NONE);
      ids.add(counting.registry.register("s", schema));
    }
    ids.forEach(registry::schemaById);
    int once = counting.requests.get();

    ids.forEach(registry::schemaById);

    assertThat(once).isEqualTo(3);
    assertThat(counting.requests.get()).isGreaterThan(3);
  }

  @Test
  void threadsThatAskForOneIdShareOneRequest() throws Exception {
    int id = counting.registry.register("s", v1());
    counting.gate = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Schema>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> registry.schemaById(id)));
      }
      counting.gate.countDown();

      for (Future<Schema> answer : answers) {
        assertThat(answer.get()).isEqualTo(v1());
      }
      assertThat(counting.requests).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }
}

package io.tidemark.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class InMemoryFeatureStoreTest extends FeatureStoreContract {
  private Instant now = Instant.ofEpochSecond(1_700_000_000);
  private final InMemoryFeatureStore store =
      new InMemoryFeatureStore(new MovableClock(), TOMBSTONE);

  @Override
  protected FeatureStore store() {
    return store;
  }

  @Override
  protected void wipe() {
    store.wipe();
  }

  @Override
  protected void restart() {
    store.restart();
  }

  @Override
  protected void pass(Duration time) {
    now = now.plus(time);
  }

  @Nested
  class Shared extends SharedRowContract {
    private final Map<EntityKey, Map<String, String>> theirs = new HashMap<>();

    @Override
    protected FeatureStore store() {
      return store;
    }

    @Override
    protected void othersPut(EntityKey key, Map<String, String> fields) {
      theirs.put(key, fields);
    }

    @Override
    protected Map<String, String> othersFind(EntityKey key) {
      return theirs.getOrDefault(key, Map.of());
    }

    @Override
    protected long fields(EntityKey key) {
      return othersFind(key).size() + (done(store.read(key)).isPresent() ? 1 : 0);
    }

    @Override
    protected void removeEnded() {
      // on the heap nothing is left of them
    }

    @Override
    protected void pass(Duration time) {
      InMemoryFeatureStoreTest.this.pass(time);
    }
  }

  private final class MovableClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}

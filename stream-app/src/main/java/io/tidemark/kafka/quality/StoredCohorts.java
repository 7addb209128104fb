package io.tidemark.kafka.quality;

import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortRow;
import io.tidemark.monitoring.quality.CohortStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Cohorts as rows of a store. What changed since the last commit is on the heap, so that a cohort
 * that every partition adds to is stored once per commit. Not thread-safe.
 */
final class StoredCohorts implements CohortStore {
  private final KeyValueStore<Bytes, byte[]> store;

  /** Empty for a row that is removed. */
  private final Map<CohortKey, Optional<CohortRow>> unsaved = new LinkedHashMap<>();

  StoredCohorts(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public Optional<CohortRow> get(CohortKey key) {
    Optional<CohortRow> known = unsaved.get(key);
    return known != null
        ? known
        : Optional.ofNullable(store.get(Bytes.wrap(key.encode()))).map(CohortRow::decode);
  }

  @Override
  public void put(CohortKey key, CohortRow row) {
    unsaved.put(key, Optional.of(row));
  }

  @Override
  public void remove(CohortKey key) {
    unsaved.put(key, Optional.empty());
  }

  /** Stores what has changed since the last time. */
  void save() {
    unsaved.forEach(
        (key, row) -> store.put(Bytes.wrap(key.encode()), row.map(CohortRow::encode).orElse(null)));
    unsaved.clear();
  }

  /** Hands over every row as it is stored. */
  void each(BiConsumer<CohortKey, CohortRow> cohort) {
    try (KeyValueIterator<Bytes, byte[]> stored = store.all()) {
      while (stored.hasNext()) {
        KeyValue<Bytes, byte[]> next = stored.next();
        if (next.key.get()[0] == CohortKey.FORMAT) {
          cohort.accept(CohortKey.decode(next.key.get()), CohortRow.decode(next.value));
        }
      }
    }
  }
}

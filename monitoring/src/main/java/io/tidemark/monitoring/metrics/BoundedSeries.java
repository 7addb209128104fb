package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The series of a meter that counts or times. One that is known costs one map access. Thread-safe.
 *
 * @param <K> what tag values are made of
 * @param <M> the counter or timer of a series
 */
final class BoundedSeries<K, M> {
  private final SeriesTags<K> tags;
  private final SeriesCap cap;
  private final Function<Tags, M> register;
  private final Map<K, M> known = new ConcurrentHashMap<>();

  BoundedSeries(SeriesTags<K> tags, SeriesCap cap, Function<Tags, M> register) {
    this.tags = tags;
    this.cap = cap;
    this.register = register;
  }

  /** The counter or timer of a series; beyond the bound, the one with every tag {@code other}. */
  M of(K key) {
    M found = known.get(key);
    return found != null ? found : first(key);
  }

  private M first(K key) {
    List<String> values = tags.valuesOf(key);
    return cap.admits(values)
        ? known.computeIfAbsent(key, k -> register.apply(tags.tags(values)))
        : register.apply(tags.others());
  }
}

package io.tidemark.monitoring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gauges that show what they were last set to; absent before. Thread-safe.
 *
 * @param <K> what tag values are made of
 */
final class Levels<K> {
  private final Gauges<K> gauges;
  private final Map<K, AtomicLong> values = new ConcurrentHashMap<>();

  Levels(Gauges<K> gauges) {
    this.gauges = gauges;
  }

  void set(K key, long value) {
    AtomicLong level = values.computeIfAbsent(key, k -> new AtomicLong());
    level.set(value);
    gauges.show(key, level::get);
  }
}

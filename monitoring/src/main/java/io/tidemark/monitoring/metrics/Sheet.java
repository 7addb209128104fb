package io.tidemark.monitoring.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Gauges over entries that are read as a whole from time to time: what is in the newest reading is
 * shown, what is not is taken away. For one thread to replace, and any to read.
 *
 * @param <K> what tag values are made of
 * @param <V> what is known of an entry
 */
final class Sheet<K, V> {
  private final Map<K, V> entries = new ConcurrentHashMap<>();
  private final Map<Gauges<K>, Function<V, Number>> columns = new LinkedHashMap<>();

  /** Shows a part of each entry in a gauge of its own. */
  Sheet<K, V> column(Gauges<K> gauges, Function<V, Number> part) {
    columns.put(gauges, part);
    return this;
  }

  /** Takes a new reading. */
  void replace(Map<K, V> reading) {
    List<K> gone = new ArrayList<>(entries.keySet());
    gone.removeAll(reading.keySet());
    gone.forEach(this::leave);
    entries.putAll(reading);
    reading.keySet().forEach(this::show);
  }

  private void leave(K key) {
    columns.keySet().forEach(gauges -> gauges.hide(key));
    entries.remove(key);
  }

  private void show(K key) {
    columns.forEach((gauges, part) -> gauges.show(key, () -> value(key, part)));
  }

  private Number value(K key, Function<V, Number> part) {
    V entry = entries.get(key);
    return entry == null ? Double.NaN : part.apply(entry);
  }
}

package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The series of a meter that shows a value. Thread-safe.
 *
 * @param <K> what tag values are made of
 */
final class Gauges<K> {
  private final SeriesTags<K> tags;
  private final SeriesCap cap;
  private final MeterRegistry registry;
  private final Map<K, Gauge> shown = new ConcurrentHashMap<>();

  Gauges(SeriesTags<K> tags, SeriesCap cap, MeterRegistry registry) {
    this.tags = tags;
    this.cap = cap;
    this.registry = registry;
  }

  /**
   * Exports a gauge, unless it is exported already or the meter has its most series.
   *
   * @param value read at each scrape
   * @return whether the gauge is exported
   */
  boolean show(K key, Supplier<Number> value) {
    if (shown.containsKey(key)) {
      return true;
    }
    if (!cap.admits(tags.valuesOf(key))) {
      return false;
    }
    shown.computeIfAbsent(key, k -> register(tags.tags(tags.valuesOf(k)), value));
    return true;
  }

  /** Takes a gauge away: it is absent from the next scrape. */
  void hide(K key) {
    Optional.ofNullable(shown.remove(key)).ifPresent(registry::remove);
    cap.release(tags.valuesOf(key));
  }

  private Gauge register(Tags series, Supplier<Number> value) {
    Meter meter = tags.meter();
    if (meter.unit() == Meter.Unit.SECONDS) {
      return TimeGauge.builder(meter.name(), value, TimeUnit.SECONDS)
          .description(meter.description())
          .tags(series)
          .register(registry);
    }
    return Gauge.builder(meter.name(), value)
        .description(meter.description())
        .tags(series)
        .register(registry);
  }
}

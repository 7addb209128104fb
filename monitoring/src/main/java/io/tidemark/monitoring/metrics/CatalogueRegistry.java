package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Registers meters of the catalogue, and only those, with their bounds. Repeated look-ups of a
 * counter or timer cost one map access. Thread-safe.
 */
final class CatalogueRegistry {

  private static final String OTHER = "other";

  private record Series(Meters meter, List<String> tagValues) {}

  private final MeterRegistry registry;
  private final SeriesCap cap;
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Series, Meter> gauges = new ConcurrentHashMap<>();

  CatalogueRegistry(MeterRegistry registry) {
    this.registry = registry;
    this.cap = new SeriesCap(registry);
  }

  /** The counter of a series; beyond the bound, the one with every tag {@code other}. */
  Counter counter(Meters meter, String... tagValues) {
    Series series = new Series(meter, List.of(tagValues));
    Counter known = counters.get(series);
    return known != null ? known : newCounter(meter, series);
  }

  private Counter newCounter(Meters meter, Series series) {
    return counters.computeIfAbsent(
        capped(series),
        s ->
            Counter.builder(meter.meterName())
                .description(meter.description())
                .tags(tags(s))
                .register(registry));
  }

  /** The timer of a series, with the given histogram buckets. */
  Timer timer(Meters meter, List<Duration> buckets, String... tagValues) {
    Series series = new Series(meter, List.of(tagValues));
    Timer known = timers.get(series);
    return known != null ? known : newTimer(meter, buckets, series);
  }

  private Timer newTimer(Meters meter, List<Duration> buckets, Series series) {
    return timers.computeIfAbsent(
        capped(series),
        s ->
            Timer.builder(meter.meterName())
                .description(meter.description())
                .serviceLevelObjectives(buckets.toArray(Duration[]::new))
                .tags(tags(s))
                .register(registry));
  }

  private Series capped(Series series) {
    List<String> tagValues = series.tagValues();
    return cap.admits(series.meter(), tagValues)
        ? series
        : new Series(series.meter(), Collections.nCopies(tagValues.size(), OTHER));
  }

  /**
   * Exports a gauge, unless it is exported already or the meter has its most series.
   *
   * @param value read at each scrape
   * @return whether the gauge is exported
   */
  boolean gauge(Meters meter, Supplier<Number> value, List<String> tagValues) {
    Series series = new Series(meter, tagValues);
    if (gauges.containsKey(series)) {
      return true;
    }
    if (!cap.admits(meter, tagValues)) {
      return false;
    }
    gauges.computeIfAbsent(series, s -> register(s, value));
    return true;
  }

  private Meter register(Series series, Supplier<Number> value) {
    Meters meter = series.meter();
    if (meter.unit() == Meters.Unit.SECONDS) {
      return TimeGauge.builder(meter.meterName(), value, TimeUnit.SECONDS)
          .description(meter.description())
          .tags(tags(series))
          .register(registry);
    }
    return Gauge.builder(meter.meterName(), value)
        .description(meter.description())
        .tags(tags(series))
        .register(registry);
  }

  /** Takes a gauge away: it is absent from the next scrape. */
  void removeGauge(Meters meter, List<String> tagValues) {
    Optional.ofNullable(gauges.remove(new Series(meter, tagValues))).ifPresent(registry::remove);
    cap.release(meter, tagValues);
  }

  private static Tags tags(Series series) {
    List<String> keys = series.meter().tags();
    if (keys.size() != series.tagValues().size()) {
      throw new IllegalArgumentException(
          "Invalid tags %s of %s: must be values of %s"
              .formatted(series.tagValues(), series.meter().meterName(), keys));
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < keys.size(); i++) {
      tags = tags.and(keys.get(i), series.tagValues().get(i));
    }
    return tags;
  }
}

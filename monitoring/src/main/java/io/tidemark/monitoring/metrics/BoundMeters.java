package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Binds declared meters to a registry. Thread-safe, and so is what it hands out. */
final class BoundMeters {
  /** Histogram bounds for one request to another process. */
  static final List<Duration> REQUEST_BUCKETS =
      seconds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);

  private final MeterRegistry registry;

  BoundMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  Clock clock() {
    return registry.config().clock();
  }

  /** The counter of a meter without tags; it is there, with 0, before the first event. */
  Counter counter(Meter meter) {
    return this.<List<String>>counters(meter, Function.identity()).of(List.of());
  }

  /** The counters of a meter with one tag, by its value. */
  BoundedSeries<String, Counter> counters(Meter meter) {
    return counters(meter, List::of);
  }

  /** The counters of a meter, by what tag values are made of. */
  <K> BoundedSeries<K, Counter> counters(Meter meter, Function<K, List<String>> tagValues) {
    return new BoundedSeries<>(
        new SeriesTags<>(meter, tagValues),
        new SeriesCap(meter, registry),
        tags ->
            Counter.builder(meter.name())
                .description(meter.description())
                .tags(tags)
                .register(registry));
  }

  /** The timers of a meter with one tag, by its value, with the given histogram buckets. */
  BoundedSeries<String, Timer> timers(Meter meter, List<Duration> buckets) {
    return timers(meter, buckets, List::of);
  }

  /** The timers of a meter, by what tag values are made of, with the given histogram buckets. */
  <K> BoundedSeries<K, Timer> timers(
      Meter meter, List<Duration> buckets, Function<K, List<String>> tagValues) {
    return new BoundedSeries<>(
        new SeriesTags<>(meter, tagValues),
        new SeriesCap(meter, registry),
        tags ->
            Timer.builder(meter.name())
                .description(meter.description())
                .serviceLevelObjectives(buckets.toArray(Duration[]::new))
                .tags(tags)
                .register(registry));
  }

  /** The gauges of a meter, by what tag values are made of. */
  <K> Gauges<K> gauges(Meter meter, Function<K, List<String>> tagValues) {
    return new Gauges<>(
        new SeriesTags<>(meter, tagValues), new SeriesCap(meter, registry), registry);
  }

  /** Gauges of a meter that show what they were last set to, by what tag values are made of. */
  <K> Levels<K> levels(Meter meter, Function<K, List<String>> tagValues) {
    return new Levels<>(gauges(meter, tagValues));
  }

  /** Bounds of histogram buckets. */
  static List<Duration> seconds(double... bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
        .toList();
  }
}

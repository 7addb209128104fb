package io.tidemark.monitoring.metrics;

import io.tidemark.monitoring.metrics.Meter.Kind;
import io.tidemark.monitoring.metrics.Meter.Unit;
import java.util.ArrayList;
import java.util.List;

/** The meters of one area: to declare one here is to have it in the catalogue. */
final class MeterGroup {
  private final List<Meter> declared = new ArrayList<>();

  Meter counter(String name, int maxSeries, String description, String... tags) {
    return declare(name, Kind.COUNTER, Unit.NONE, maxSeries, description, tags);
  }

  Meter timer(String name, int maxSeries, String description, String... tags) {
    return declare(name, Kind.TIMER, Unit.SECONDS, maxSeries, description, tags);
  }

  Meter gauge(String name, int maxSeries, String description, String... tags) {
    return declare(name, Kind.GAUGE, Unit.NONE, maxSeries, description, tags);
  }

  /** A gauge whose values are seconds. */
  Meter secondsGauge(String name, int maxSeries, String description, String... tags) {
    return declare(name, Kind.GAUGE, Unit.SECONDS, maxSeries, description, tags);
  }

  private Meter declare(
      String name, Kind kind, Unit unit, int maxSeries, String description, String... tags) {
    Meter meter = new Meter(name, kind, unit, maxSeries, description, List.of(tags));
    declared.add(meter);
    return meter;
  }

  /** What was declared, in that order. */
  List<Meter> meters() {
    return List.copyOf(declared);
  }
}

package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the number of series of each meter below its bound, whatever values tags take. The first
 * overflow of a meter is logged, every one counted. Thread-safe.
 */
final class SeriesCap {

  private static final Logger LOG = LoggerFactory.getLogger(SeriesCap.class);

  private final MeterRegistry registry;
  private final Map<Meters, Set<List<String>>> known = new EnumMap<>(Meters.class);

  SeriesCap(MeterRegistry registry) {
    this.registry = registry;
    for (Meters meter : Meters.values()) {
      known.put(meter, ConcurrentHashMap.newKeySet());
    }
  }

  /** Whether a series may be exported: it is known already, or there is room for one more. */
  boolean admits(Meters meter, List<String> tagValues) {
    Set<List<String>> series = known.get(meter);
    if (series.contains(tagValues)) {
      return true;
    }
    // the lock makes the bound exact; a new series is rare
    synchronized (series) {
      if (series.size() < meter.maxSeries()) {
        series.add(tagValues);
        return true;
      }
    }
    overflow(meter, tagValues);
    return false;
  }

  /** Makes room again. */
  void release(Meters meter, List<String> tagValues) {
    known.get(meter).remove(tagValues);
  }

  private void overflow(Meters meter, List<String> tagValues) {
    Counter counter =
        Counter.builder(Meters.OVERFLOW.meterName())
            .description(Meters.OVERFLOW.description())
            .tags("meter", meter.prometheusName())
            .register(registry);
    if (counter.count() == 0) {
      LOG.warn(
          "Series {}{} is beyond the bound of {} series and has none of its own. Counted in {}; further ones of this meter are not logged",
          meter.prometheusName(),
          tagValues,
          meter.maxSeries(),
          Meters.OVERFLOW.prometheusName());
    }
    counter.increment();
  }
}

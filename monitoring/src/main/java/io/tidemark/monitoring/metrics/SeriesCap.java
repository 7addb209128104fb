package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the number of series of a meter below its bound, whatever values tags take. The first
 * overflow is logged, every one counted. Thread-safe.
 */
final class SeriesCap {
  static final MeterGroup METERS = new MeterGroup();

  static final Meter OVERFLOW =
      METERS.counter(
          "tidemark.meters.overflow",
          200,
          "Updates of series beyond a meter's bound: counted under 'other', or not shown at all",
          "meter");

  private static final Logger LOG = LoggerFactory.getLogger(SeriesCap.class);

  private final Meter meter;
  private final MeterRegistry registry;
  private final Set<List<String>> known = ConcurrentHashMap.newKeySet();

  SeriesCap(Meter meter, MeterRegistry registry) {
    this.meter = meter;
    this.registry = registry;
  }

  /** Whether a series may be exported: it is known already, or there is room for one more. */
  boolean admits(List<String> tagValues) {
    if (known.contains(tagValues)) {
      return true;
    }
    // the lock makes the bound exact; a new series is rare
    synchronized (known) {
      if (known.size() < meter.maxSeries()) {
        known.add(tagValues);
        return true;
      }
    }
    overflow(tagValues);
    return false;
  }

  /** Makes room again. */
  void release(List<String> tagValues) {
    known.remove(tagValues);
  }

  private void overflow(List<String> tagValues) {
    Counter counter =
        Counter.builder(OVERFLOW.name())
            .description(OVERFLOW.description())
            .tags("meter", meter.prometheusName())
            .register(registry);
    if (counter.count() == 0) {
      LOG.warn(
          "Series {}{} is beyond the bound of {} series and has none of its own. Counted in {}; further ones of this meter are not logged",
          meter.prometheusName(),
          tagValues,
          meter.maxSeries(),
          OVERFLOW.prometheusName());
    }
    counter.increment();
  }
}

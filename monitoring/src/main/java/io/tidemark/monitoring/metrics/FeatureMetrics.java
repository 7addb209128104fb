package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What becomes of feature vectors. Thread-safe. */
public final class FeatureMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter VECTORS =
      METERS.counter("tidemark.feature.vectors", 100, "Feature vectors emitted", "entity");
  private static final Meter FRESHNESS =
      METERS.timer(
          "tidemark.feature.freshness",
          100,
          "Event time to acknowledged in the online store",
          "entity");
  private static final Meter DECAYS =
      METERS.counter(
          "tidemark.feature.decays",
          100,
          "Vectors rewritten because time passed, without an event",
          "entity");
  private static final Meter FAILURES =
      METERS.counter(
          "tidemark.feature.failures",
          300,
          "Events a feature group could not take, since an expression failed on them",
          "group");
  private static final Meter UNCHANGED =
      METERS.counter(
          "tidemark.feature.unchanged",
          100,
          "Vectors not emitted, since they say what the one before said",
          "entity");
  private static final Meter SWEPT =
      METERS.counter(
          "tidemark.feature.swept",
          100,
          "Entities gone through for other versions or a rebuild",
          "entity");
  private static final Meter SWEEP_REMAINING =
      METERS.gauge(
          "tidemark.feature.sweep.remaining",
          100,
          "Entities still to be gone through, estimated; absent before the first time",
          "entity");

  private static final Meter HEAP_ENTITIES =
      METERS.gauge("tidemark.feature.heap.entities", 1, "Entities on the heap, of all tasks");
  private static final Meter HEAP_BYTES =
      METERS.gauge(
          "tidemark.feature.heap.bytes",
          2,
          "What entities on the heap take by estimate (bound taken), and may take (bound most)",
          "bound");

  private static final List<Duration> FRESHNESS_BUCKETS =
      BoundMeters.seconds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600);

  private final BoundedSeries<String, Counter> vectors;
  private final BoundedSeries<String, Timer> freshness;
  private final BoundedSeries<String, Counter> decays;
  private final BoundedSeries<String, Counter> failures;
  private final BoundedSeries<String, Counter> unchanged;
  private final BoundedSeries<String, Counter> swept;
  private final Levels<String> sweepRemaining;
  private final Gauges<List<String>> heapEntities;
  private final Gauges<String> heapBytes;

  FeatureMetrics(BoundMeters meters) {
    vectors = meters.counters(VECTORS);
    freshness = meters.timers(FRESHNESS, FRESHNESS_BUCKETS);
    decays = meters.counters(DECAYS);
    failures = meters.counters(FAILURES);
    unchanged = meters.counters(UNCHANGED);
    swept = meters.counters(SWEPT);
    sweepRemaining = meters.levels(SWEEP_REMAINING, List::of);
    heapEntities = meters.gauges(HEAP_ENTITIES, Function.identity());
    heapBytes = meters.gauges(HEAP_BYTES, List::of);
  }

  /** Shows with 0 what there may be of a kind of entity and its groups. */
  public void show(String entity, Collection<String> groups) {
    for (BoundedSeries<String, Counter> each : List.of(vectors, decays, unchanged, swept)) {
      each.of(entity);
    }
    groups.forEach(failures::of);
    sweepRemaining.set(entity, 0);
  }

  /** Exports what the heap of entities holds; the first suppliers stay. */
  public void heapShown(LongSupplier entities, LongSupplier bytesTaken, LongSupplier bytesAtMost) {
    heapEntities.show(List.of(), entities::getAsLong);
    heapBytes.show("taken", bytesTaken::getAsLong);
    heapBytes.show("most", bytesAtMost::getAsLong);
  }

  /** Counts a feature vector that was emitted. */
  public void vectorEmitted(String entity) {
    vectors.of(entity).increment();
  }

  /** Counts a vector that was rewritten because time passed. */
  public void vectorDecayed(String entity) {
    decays.of(entity).increment();
  }

  /** Counts a vector that was not emitted, since it says what the one before said. */
  public void vectorUnchanged(String entity) {
    unchanged.of(entity).increment();
  }

  /** Counts an event that a feature group could not take, since an expression failed on it. */
  public void featureFailed(String group) {
    failures.of(group).increment();
  }

  /**
   * Times an event from its own time until the online store acknowledged what it changed.
   *
   * @param sinceEvent a negative one, of skewed clocks, counts as 0
   */
  public void featureAcknowledged(String entity, Duration sinceEvent) {
    freshness.of(entity).record(sinceEvent.isNegative() ? Duration.ZERO : sinceEvent);
  }

  /** Counts entities that were gone through for other versions or a rebuild. */
  public void entitiesSwept(String entity, long count) {
    swept.of(entity).increment((double) count);
  }

  /** Notes how many entities are still to be gone through. */
  public void sweepRemaining(String entity, long count) {
    sweepRemaining.set(entity, count);
  }
}

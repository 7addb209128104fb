package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.monitoring.drift.DriftResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What the service reports about itself, in the words of the domain.
 *
 * <p>One method per fact. Series beyond a meter's bound ({@link Meters#maxSeries()}) are counted
 * under {@code other} by counters and timers, and left out by gauges; both are counted in {@code
 * tidemark_meters_overflow_total}. Methods are thread-safe, cheap enough for every record, and
 * never throw for any value of a tag.
 */
public final class TidemarkMetrics {

  private static final List<Duration> FRESHNESS_BUCKETS =
      seconds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600);
  private static final List<Duration> REQUEST_BUCKETS =
      seconds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);
  private static final List<Duration> SERVE_BUCKETS =
      seconds(
          0.0001, 0.0002, 0.0003, 0.0005, 0.00075, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.01, 0.02,
          0.05, 0.1, 0.25, 0.5, 1, 2.5);
  private static final List<Duration> DELAY_BUCKETS =
      seconds(1, 10, 60, 300, 900, 3_600, 3 * 3_600, 12 * 3_600, 86_400, 3 * 86_400, 7 * 86_400);

  /** What stands for an outcome in a series; a lower case is not made for every record. */
  private static final Map<Enum<?>, String> TAGS =
      tags(RecordOutcome.values(), StoreResult.values(), JoinResult.values(), SkipReason.values());

  private final CatalogueRegistry registry;
  private final DriftMetrics drift;
  private final Clock clock;
  private final Map<String, AtomicLong> newestEventMs = new ConcurrentHashMap<>();
  private final Map<List<String>, AtomicLong> pending = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> sweepRemaining = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> pastRemaining = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> ready = new ConcurrentHashMap<>();

  /**
   * @param registry where meters go; its clock is what freshness is measured by
   */
  public TidemarkMetrics(MeterRegistry registry) {
    this.registry = new CatalogueRegistry(registry);
    this.drift = new DriftMetrics(this.registry);
    this.clock = registry.config().clock();
  }

  private static List<Duration> seconds(double... bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
        .toList();
  }

  /** Counts a record that was read, under its one outcome. */
  public void recordRead(String source, RecordOutcome outcome) {
    registry.counter(Meters.RECORDS, source, tag(outcome)).increment();
  }

  /** Counts a record sent to quarantine; call {@link #recordRead} as well. */
  public void recordQuarantined(String source, String reason) {
    registry.counter(Meters.QUARANTINED, source, reason).increment();
  }

  /** Counts an event that failed a rule. */
  public void ruleFailed(String source, String rule) {
    registry.counter(Meters.RULE_FAILURES, source, rule).increment();
  }

  /** Counts a null in a field of a valid event. */
  public void fieldWasNull(String source, String field) {
    registry.counter(Meters.FIELD_NULLS, source, field).increment();
  }

  /** Notes an event time of a source, in epoch milliseconds; the newest one counts. */
  public void eventSeen(String source, long eventTimeMs) {
    AtomicLong newest = newestEventMs.get(source);
    if (newest == null) {
      newest = newestEventMs.computeIfAbsent(source, s -> new AtomicLong(eventTimeMs));
      showFreshness(source, newest);
    }
    newest.accumulateAndGet(eventTimeMs, Math::max);
  }

  /** Newest event time seen of a source, in epoch milliseconds; empty before the first. */
  public OptionalLong newestEventMs(String source) {
    AtomicLong newest = newestEventMs.get(source);
    return newest == null ? OptionalLong.empty() : OptionalLong.of(newest.get());
  }

  private void showFreshness(String source, AtomicLong newest) {
    List<String> tags = List.of(source);
    registry.gauge(Meters.SOURCE_NEWEST_EVENT, () -> newest.get() / 1e3, tags);
    registry.gauge(Meters.SOURCE_FRESHNESS, () -> (clock.wallTime() - newest.get()) / 1e3, tags);
  }

  /** Counts a feature vector that was emitted. */
  public void vectorEmitted(String entity) {
    registry.counter(Meters.FEATURE_VECTORS, entity).increment();
  }

  /** Counts a vector that was rewritten because time passed. */
  public void vectorDecayed(String entity) {
    registry.counter(Meters.FEATURE_DECAYS, entity).increment();
  }

  /** Counts a vector that was not emitted, since it says what the one before said. */
  public void vectorUnchanged(String entity) {
    registry.counter(Meters.FEATURE_UNCHANGED, entity).increment();
  }

  /** Counts entities that were gone through for other versions or a rebuild. */
  public void entitiesSwept(String entity, long count) {
    registry.counter(Meters.FEATURE_SWEPT, entity).increment((double) count);
  }

  /** Notes how many entities are still to be gone through. */
  public void sweepRemaining(String entity, long count) {
    shown(sweepRemaining, Meters.FEATURE_SWEEP_REMAINING, entity, List.of(entity)).set(count);
  }

  /** Counts records read again for feature groups that were declared later. */
  public void pastRead(String source, long count) {
    registry.counter(Meters.SOURCE_PAST_READ, source).increment((double) count);
  }

  /** Notes how many offsets such groups are behind. */
  public void pastRemaining(String source, long count) {
    shown(pastRemaining, Meters.SOURCE_PAST_REMAINING, source, List.of(source)).set(count);
  }

  /** Counts an event that a feature group could not take, since an expression failed on it. */
  public void featureFailed(String group) {
    registry.counter(Meters.FEATURE_FAILURES, group).increment();
  }

  /** Times an event from its own time until the online store acknowledged what it changed. */
  public void featureAcknowledged(String entity, Duration sinceEvent) {
    registry
        .timer(Meters.FEATURE_FRESHNESS, FRESHNESS_BUCKETS, entity)
        .record(sinceEvent.isNegative() ? Duration.ZERO : sinceEvent);
  }

  /** Counts writes to the online store. */
  public void storeWritten(String entity, StoreResult outcome, long writes) {
    registry.counter(Meters.STORE_WRITES, entity, tag(outcome)).increment((double) writes);
  }

  /** Times a batch of writes to the online store. */
  public void storeBatchTook(Duration duration) {
    registry.timer(Meters.STORE_WRITE_TIME, REQUEST_BUCKETS).record(duration);
  }

  /** Exports how many rows wait for the online store; the first supplier stays. */
  public void storeLag(LongSupplier waiting) {
    registry.gauge(Meters.STORE_LAG, waiting::getAsLong, List.of());
  }

  /** Counts a write that failed; call {@link #storeWritten} as well. */
  public void storeFailed(String reason) {
    registry.counter(Meters.STORE_FAILURES, reason).increment();
  }

  /** Counts that the online store was found to be another one than was filled. */
  public void storeReplaced() {
    registry.counter(Meters.STORE_REPLACED).increment();
  }

  /** Exports how many parts of the online store are to be filled anew; the first supplier stays. */
  public void storeRebuilding(LongSupplier parts) {
    registry.gauge(Meters.STORE_REBUILDING, parts::getAsLong, List.of());
  }

  /** Counts a prediction that opened a join for a label. */
  public void joinOpened(String model, String label) {
    registry.counter(Meters.JOIN_PREDICTIONS, model, label).increment();
  }

  /** Counts what became of a prediction or an outcome. */
  public void joinResult(String model, String label, JoinResult result) {
    registry.counter(Meters.JOIN_RESULTS, model, label, tag(result)).increment();
  }

  /** Notes how many predictions wait for an outcome. */
  public void joinPending(String model, String label, long count) {
    shown(pending, Meters.JOIN_PENDING, List.of(model, label), List.of(model, label)).set(count);
  }

  /** Times a prediction until its outcome, in event time. */
  public void labelDelayed(String model, String label, Duration delay) {
    registry
        .timer(Meters.JOIN_LABEL_DELAY, DELAY_BUCKETS, model, label)
        .record(delay.isNegative() ? Duration.ZERO : delay);
  }

  /** Exports a drift result; figures it does not have are taken away. */
  public void driftEvaluated(DriftSeries series, DriftResult result, long evaluatedAtMs) {
    drift.evaluated(series, result, evaluatedAtMs);
  }

  /** Takes a series away, such as one of a model version that was retired. */
  public void driftRemoved(DriftSeries series) {
    drift.remove(series);
  }

  /** Notes the result of a readiness check. */
  public void checkRan(String check, boolean ok) {
    shown(ready, Meters.READY, check, List.of(check)).set(ok ? 1 : 0);
  }

  /** Times a request to the schema registry. */
  public void registryAnswered(String operation, Duration duration) {
    registry.timer(Meters.REGISTRY_TIME, REQUEST_BUCKETS, operation).record(duration);
  }

  /** Counts a request to the schema registry that failed. */
  public void registryFailed(String operation) {
    registry.counter(Meters.REGISTRY_ERRORS, operation).increment();
  }

  /** Shows, at 0, what may be skipped of a topic that is followed. */
  public void following(String topic) {
    for (SkipReason reason : SkipReason.values()) {
      registry.counter(Meters.FOLLOWED_SKIPPED, topic, tag(reason));
    }
  }

  /** Counts a record of a followed topic that was skipped. */
  public void followedSkipped(String topic, SkipReason reason) {
    registry.counter(Meters.FOLLOWED_SKIPPED, topic, tag(reason)).increment();
  }

  /**
   * Times an HTTP request.
   *
   * @param route method and pattern of the path
   * @param status HTTP status
   */
  public void httpAnswered(String route, int status, Duration duration) {
    registry
        .timer(Meters.HTTP_REQUESTS, SERVE_BUCKETS, route, Integer.toString(status))
        .record(duration);
  }

  /** Counts feature values that were served with a status. */
  public void valuesServed(String entity, String status, long values) {
    registry.counter(Meters.SERVED_VALUES, entity, status).increment((double) values);
  }

  private <K> AtomicLong shown(
      Map<K, AtomicLong> values, Meters meter, K key, List<String> tagValues) {
    AtomicLong value = values.computeIfAbsent(key, k -> new AtomicLong());
    registry.gauge(meter, value::get, tagValues);
    return value;
  }

  private static String tag(Enum<?> value) {
    return TAGS.get(value);
  }

  private static Map<Enum<?>, String> tags(Enum<?>[]... values) {
    return Arrays.stream(values)
        .flatMap(Arrays::stream)
        .collect(
            Collectors.toUnmodifiableMap(
                value -> value, value -> value.name().toLowerCase(Locale.ROOT)));
  }
}

package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** How writing to the online store goes. Thread-safe. */
public final class StoreMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter WRITES =
      METERS.counter(
          "tidemark.store.writes",
          300,
          "Writes to the online store by outcome; stale ones were refused for a newer row",
          "entity",
          "outcome");
  private static final Meter WRITE_TIME =
      METERS.timer(
          "tidemark.store.write.time", 1, "Duration of one batch of writes to the online store");
  private static final Meter LAG =
      METERS.gauge("tidemark.store.lag", 1, "Rows waiting for the online store");
  private static final Meter FAILURES =
      METERS.counter(
          "tidemark.store.failures",
          20,
          "Writes to the online store that failed, by reason: unavailable, overloaded, rejected, denied or corrupt",
          "reason");
  private static final Meter REPLACED =
      METERS.counter(
          "tidemark.store.replaced",
          1,
          "Times the online store was found to be another one: new, wiped, restarted or failed over");
  private static final Meter REBUILDING =
      METERS.gauge(
          "tidemark.store.rebuilding",
          1,
          "Parts of the online store that are still to be filled anew; 0 when it is complete");

  private static final Meter EVICTED =
      METERS.counter(
          "tidemark.store.evicted",
          1,
          "Keys, of whomever, that the online store dropped for want of memory while this process looked on");
  private static final Meter EVICTING =
      METERS.gauge(
          "tidemark.store.evicting",
          1,
          "1 where the online store is set to drop rows when its memory is full, else 0");

  private static final Meter EXPIRED =
      METERS.counter(
          "tidemark.store.rows.expired",
          1,
          "Rows and remembered deletions that were removed from hashes shared with others, since their time had ended");

  private static final List<String> NO_TAGS = List.of();

  private final BoundedSeries<Write, Counter> writes;
  private final BoundedSeries<List<String>, Timer> writeTime;
  private final Gauges<List<String>> lag;
  private final BoundedSeries<String, Counter> failures;
  private final Counter replaced;
  private final Gauges<List<String>> rebuilding;
  private final Counter evicted;
  private final Gauges<List<String>> evicting;
  private final Counter expired;

  private record Write(String entity, StoreResult outcome) {
    List<String> tagValues() {
      return List.of(entity, outcome.name().toLowerCase(Locale.ROOT));
    }
  }

  StoreMetrics(BoundMeters meters) {
    writes = meters.counters(WRITES, Write::tagValues);
    writeTime = meters.timers(WRITE_TIME, BoundMeters.REQUEST_BUCKETS, Function.identity());
    lag = meters.gauges(LAG, Function.identity());
    failures = meters.counters(FAILURES);
    replaced = meters.counter(REPLACED);
    rebuilding = meters.gauges(REBUILDING, Function.identity());
    evicted = meters.counter(EVICTED);
    evicting = meters.gauges(EVICTING, Function.identity());
    expired = meters.counter(EXPIRED);
  }

  /** Counts writes to the online store. */
  public void storeWritten(String entity, StoreResult outcome, long count) {
    writes.of(new Write(entity, outcome)).increment((double) count);
  }

  /** Times a batch of writes to the online store. */
  public void storeBatchTook(Duration duration) {
    writeTime.of(NO_TAGS).record(duration);
  }

  /** Exports how many rows wait for the online store; the first supplier stays. */
  public void storeLag(LongSupplier waiting) {
    lag.show(NO_TAGS, waiting::getAsLong);
  }

  /** Shows with 0 the reasons for which a write may fail. */
  public void failuresShown(Collection<String> reasons) {
    reasons.forEach(failures::of);
  }

  /** Counts a write that failed; call {@link #storeWritten} as well. */
  public void storeFailed(String reason) {
    failures.of(reason).increment();
  }

  /** Counts that the online store was found to be another one than was filled. */
  public void storeReplaced() {
    replaced.increment();
  }

  /** Exports how many parts of the online store are to be filled anew; the first supplier stays. */
  public void storeRebuilding(LongSupplier parts) {
    rebuilding.show(NO_TAGS, parts::getAsLong);
  }

  /** Exports whether the online store is set to drop rows; the first supplier stays. */
  public void storeEvicting(BooleanSupplier evicts) {
    evicting.show(NO_TAGS, () -> evicts.getAsBoolean() ? 1 : 0);
  }

  /** Counts keys that the online store dropped. */
  public void storeEvicted(long keys) {
    evicted.increment((double) keys);
  }

  /** Counts rows and deletions that were removed from the online store, their time having ended. */
  public void rowsExpired(long count) {
    expired.increment((double) count);
  }
}

package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** How the topology runs on this instance, and what its state takes. Thread-safe. */
public final class RunMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter BUILD =
      METERS.gauge(
          "tidemark.build.info",
          1,
          "Always 1: which build runs which definitions, on which Java",
          "version",
          "commit",
          "definitions",
          "java");
  private static final Meter START =
      METERS.secondsGauge(
          "tidemark.start.time", 20, "What each step of the start took, once all have", "step");
  private static final Meter THREADS =
      METERS.gauge("tidemark.stream.threads", 20, "Stream threads, by their state", "state");
  private static final Meter TASKS =
      METERS.gauge("tidemark.stream.tasks", 2, "Tasks of this instance: active, standby", "kind");
  private static final Meter REBALANCES =
      METERS.counter(
          "tidemark.stream.rebalances",
          1,
          "Times the topology of this instance got, or gave away, tasks");
  private static final Meter TRANSACTIONS =
      METERS.timer(
          "tidemark.transaction.time",
          3,
          "Duration of the last step of a transaction: committed, aborted, or failed",
          "outcome");
  private static final Meter RESTORING =
      METERS.gauge("tidemark.restore.partitions", 1, "Changelog partitions being restored");
  private static final Meter RESTORE_REMAINING =
      METERS.gauge("tidemark.restore.remaining", 1, "Changelog offsets still to be restored");
  private static final Meter RESTORED =
      METERS.counter("tidemark.restore.records", 1, "Changelog records restored");
  private static final Meter LAG =
      METERS.gauge(
          "tidemark.lag.records",
          2_000,
          "Records of a partition this instance reads that it has not fetched; absent before the first fetch",
          "topic",
          "partition");
  private static final Meter LAG_TIME =
      METERS.secondsGauge(
          "tidemark.lag",
          2_000,
          "Now less the timestamp of the newest record fetched of such a partition; 0 where it has no more",
          "topic",
          "partition");
  private static final Meter STATE =
      METERS.gauge(
          "tidemark.state.file.bytes", 100, "Size of a kind of store on disk, all tasks", "store");
  private static final Meter STATE_MEMORY =
      METERS.gauge(
          "tidemark.state.memory.bytes",
          100,
          "Memory beside the heap that a kind of store takes: unwritten rows, cached blocks, indices",
          "store");
  private static final Meter STATE_PENDING =
      METERS.gauge(
          "tidemark.state.compaction.bytes",
          100,
          "What a kind of store still has to rewrite; where it grows, writes will be slowed down",
          "store");
  private static final Meter STATE_ERRORS =
      METERS.gauge(
          "tidemark.state.background.errors",
          100,
          "Writes and compactions of a kind of store that failed in the background; above 0 is a disk that is full or broken",
          "store");
  private static final Meter FREE =
      METERS.gauge("tidemark.state.free.bytes", 1, "Free on the disk of state.dir");
  private static final Meter HISTORY =
      METERS.gauge(
          "tidemark.history.bytes",
          1,
          "Drift, quality and alarms of the past on the disk of state.dir; near history.megabytes the oldest go");

  private static final List<String> OUTCOMES = List.of("committed", "aborted", "failed");
  private static final List<String> NO_TAGS = List.of();

  private final Gauges<Build> build;
  private final Sheet<String, Duration> start;
  private final Sheet<String, Long> threads;
  private final Sheet<String, Long> tasks;
  private final Counter rebalances;
  private final BoundedSeries<String, Timer> transactions;
  private final Gauges<List<String>> restoring;
  private final Gauges<List<String>> restoreRemaining;
  private final Counter restored;
  private final Sheet<Partition, Lag> lags;
  private final Sheet<String, StoreSize> stores;
  private final Gauges<List<String>> free;
  private final Gauges<List<String>> history;

  /**
   * What runs.
   *
   * @param version of Tidemark
   * @param commit it was built from
   * @param definitions hash over what is computed
   * @param java version of the platform
   */
  public record Build(String version, String commit, String definitions, String java) {
    List<String> tagValues() {
      return List.of(version, commit, definitions, java);
    }
  }

  /** A partition of a topic. */
  public record Partition(String topic, int partition) {
    List<String> tagValues() {
      return List.of(topic, String.valueOf(partition));
    }
  }

  /**
   * How far a partition is behind.
   *
   * @param records not fetched yet
   * @param ms now less the timestamp of the newest record fetched, milliseconds, at least 0
   */
  public record Lag(long records, long ms) {}

  /**
   * What a kind of store takes, over all tasks of this instance.
   *
   * @param fileBytes on disk
   * @param memoryBytes beside the heap
   * @param compactionBytes still to be rewritten
   * @param errors of work in the background
   */
  public record StoreSize(long fileBytes, long memoryBytes, long compactionBytes, long errors) {
    /** What both take. */
    public StoreSize and(StoreSize other) {
      return new StoreSize(
          fileBytes + other.fileBytes,
          memoryBytes + other.memoryBytes,
          compactionBytes + other.compactionBytes,
          errors + other.errors);
    }
  }

  RunMetrics(BoundMeters meters) {
    build = meters.gauges(BUILD, Build::tagValues);
    start = new Sheet<String, Duration>().column(byName(meters, START), RunMetrics::seconds);
    threads = new Sheet<String, Long>().column(byName(meters, THREADS), count -> count);
    tasks = new Sheet<String, Long>().column(byName(meters, TASKS), count -> count);
    rebalances = meters.counter(REBALANCES);
    transactions = meters.timers(TRANSACTIONS, BoundMeters.REQUEST_BUCKETS);
    restoring = meters.gauges(RESTORING, Function.identity());
    restoreRemaining = meters.gauges(RESTORE_REMAINING, Function.identity());
    restored = meters.counter(RESTORED);
    lags =
        new Sheet<Partition, Lag>()
            .column(meters.gauges(LAG, Partition::tagValues), Lag::records)
            .column(meters.gauges(LAG_TIME, Partition::tagValues), lag -> lag.ms() / 1e3);
    stores =
        new Sheet<String, StoreSize>()
            .column(byName(meters, STATE), StoreSize::fileBytes)
            .column(byName(meters, STATE_MEMORY), StoreSize::memoryBytes)
            .column(byName(meters, STATE_PENDING), StoreSize::compactionBytes)
            .column(byName(meters, STATE_ERRORS), StoreSize::errors);
    free = meters.gauges(FREE, Function.identity());
    history = meters.gauges(HISTORY, Function.identity());
  }

  private static Gauges<String> byName(BoundMeters meters, Meter meter) {
    return meters.gauges(meter, List::of);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Says what runs, once; how its transactions end is shown from then on. */
  public void runs(Build what) {
    build.show(what, () -> 1);
    OUTCOMES.forEach(transactions::of);
  }

  /** Says how long each step of the start took. */
  public void started(Map<String, Duration> steps) {
    start.replace(steps);
  }

  /** Counts that tasks came or went. */
  public void rebalanced() {
    rebalances.increment();
  }

  /** Times the end of a transaction: {@code committed}, {@code aborted} or {@code failed}. */
  public void transactionEnded(String outcome, Duration took) {
    transactions.of(outcome).record(took);
  }

  /** Exports what is being restored; the first suppliers stay. */
  public void restoring(LongSupplier partitions, LongSupplier remaining) {
    restoring.show(NO_TAGS, partitions::getAsLong);
    restoreRemaining.show(NO_TAGS, remaining::getAsLong);
  }

  /** Counts records that were restored. */
  public void restored(long records) {
    restored.increment((double) records);
  }

  /** Shows stream threads by state, and tasks by kind: all there are. */
  public void running(Map<String, Long> threadsByState, Map<String, Long> tasksByKind) {
    threads.replace(threadsByState);
    tasks.replace(tasksByKind);
  }

  /** Shows how far each partition is behind that this instance reads: all of them. */
  public void lag(Map<Partition, Lag> all) {
    lags.replace(all);
  }

  /** Shows what each kind of store takes: all of them. */
  public void stores(Map<String, StoreSize> all) {
    stores.replace(all);
  }

  /** Exports what is free on the disk of the state; the first supplier stays. */
  public void diskFree(LongSupplier bytes) {
    free.show(NO_TAGS, bytes::getAsLong);
  }

  /** Exports what the past takes on that disk; the first supplier stays. */
  public void history(LongSupplier bytes) {
    history.show(NO_TAGS, bytes::getAsLong);
  }
}

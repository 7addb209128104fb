package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The series that one task owns, all of a model version together: adds up what the partitions
 * counted and compares every window with the baseline in force.
 *
 * <p>Every report has an outcome, and what is taken stays until every window has passed it. Not
 * thread-safe.
 */
public final class SeriesWatches {
  private final Map<String, WatchPolicy> policies;
  private final Baselines baselines;
  private final TileStore store;

  /** In one order, whatever order they came in. */
  private final Map<ModelVersion, VersionWatch> watches =
      new TreeMap<>(Comparator.comparing(ModelVersion::model).thenComparing(ModelVersion::version));

  private long newestMs = Long.MIN_VALUE;

  /**
   * Creates watches of no series yet.
   *
   * @param policies of the declared models, by name
   * @param baselines the reference profiles; asked at every step
   * @param store where counts are kept; its rows are to be {@link #restore restored}
   */
  public SeriesWatches(Map<String, WatchPolicy> policies, Baselines baselines, TileStore store) {
    this.policies = Map.copyOf(policies);
    this.baselines = baselines;
    this.store = store;
  }

  /** Time never goes back here, or what has left a window would have to come back. */
  private long at(long nowMs) {
    newestMs = Math.max(newestMs, nowMs);
    return newestMs;
  }

  /**
   * Takes a row of the store as it was left there; one of a model that is not declared any more is
   * removed.
   *
   * @param nowMs the time, in epoch milliseconds
   */
  public void restore(TileKey key, BinCounts counts, long nowMs) {
    Series series = key.counted().series();
    WatchPolicy policy = policies.get(series.model());
    if (policy == null) {
      store.remove(key);
    } else {
      watch(new ModelVersion(series.model(), series.version()), policy)
          .restore(key, counts, at(nowMs));
    }
  }

  private VersionWatch watch(ModelVersion version, WatchPolicy policy) {
    return watches.computeIfAbsent(version, v -> new VersionWatch(v, policy, store));
  }

  /**
   * Takes what a partition has counted of a model version.
   *
   * @param nowMs the time, in epoch milliseconds; an earlier one than before is that one
   */
  public ReportOutcome take(ModelVersion version, MinuteReport report, long nowMs) {
    WatchPolicy policy = policies.get(version.model());
    if (policy == null) {
      return ReportOutcome.NO_MODEL;
    }
    if (!watch(version, policy).take(report, at(nowMs))) {
      return ReportOutcome.TOO_LATE;
    }
    return VersionWatch.isInForce(report.counts(), baseline(version))
        ? ReportOutcome.APPLIED
        : ReportOutcome.OTHER_BINS;
  }

  private Optional<BaselineProfile> baseline(ModelVersion version) {
    return baselines.of(version.model(), version.version());
  }

  /**
   * Moves time on: windows slide, so that a model that falls silent runs out of values and says so.
   *
   * @param nowMs the time, in epoch milliseconds; an earlier one than before is that one
   */
  public WatchStep advanceTo(long nowMs) {
    long timeMs = at(nowMs);
    List<WatchStep> steps =
        watches.keySet().stream().map(version -> advance(version, timeMs)).toList();
    watches.values().removeIf(VersionWatch::isOver);
    return WatchStep.all(steps);
  }

  /**
   * Evaluates one model version alone, where counts have come for a time that is evaluated.
   *
   * @param nowMs the time, in epoch milliseconds; an earlier one than before is that one
   */
  public WatchStep again(ModelVersion version, long nowMs) {
    return watches.containsKey(version) ? advance(version, at(nowMs)) : WatchStep.all(List.of());
  }

  /** The baseline is asked for once: it may be replaced between two questions. */
  private WatchStep advance(ModelVersion version, long timeMs) {
    return watches.get(version).advanceTo(timeMs, baseline(version));
  }

  /** Whether nothing is counted in any window. */
  public boolean isEmpty() {
    return watches.isEmpty();
  }

  /** Series that are evaluated; the caller's own. */
  public List<Series> series() {
    return watches.values().stream().flatMap(watch -> watch.series().stream()).toList();
  }
}

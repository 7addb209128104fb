package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.episode.EpisodeState;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
  private final WindowRows rows;

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
   * @param rows where it is kept what is known of windows; those too
   */
  public SeriesWatches(
      Map<String, WatchPolicy> policies, Baselines baselines, TileStore store, WindowRows rows) {
    this.policies = Map.copyOf(policies);
    this.baselines = baselines;
    this.store = store;
    this.rows = rows;
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

  /**
   * Takes a row of a window as it was left there; one that is not declared any more is removed.
   *
   * @throws io.tidemark.bytes.FormatException when the bytes are of another format or damaged
   */
  public void restore(WindowKey key, byte[] row) {
    Series series = key.series();
    WatchPolicy policy = policies.get(series.model());
    if (policy == null || !policy.windows().contains(key.window())) {
      rows.remove(key);
    } else {
      watch(new ModelVersion(series.model(), series.version()), policy).restore(key, row);
    }
  }

  private VersionWatch watch(ModelVersion version, WatchPolicy policy) {
    return watches.computeIfAbsent(version, v -> new VersionWatch(v, policy, store, rows));
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
    return advance(nowMs, true);
  }

  /**
   * Evaluates anew what was evaluated before a restart, of which nothing follows.
   *
   * @param nowMs the time of the last step before, in epoch milliseconds
   */
  public void resumeAt(long nowMs) {
    WatchStep unused = advance(nowMs, false);
  }

  private WatchStep advance(long nowMs, boolean anew) {
    long timeMs = at(nowMs);
    List<WatchStep> steps =
        watches.keySet().stream().map(version -> advance(version, timeMs, anew)).toList();
    if (anew) {
      watches.values().removeIf(VersionWatch::isOver);
    }
    return WatchStep.all(steps);
  }

  /**
   * Evaluates one model version alone, where counts have come for a time that is evaluated. That is
   * judged already: no episode goes on by it.
   *
   * @param nowMs the time, in epoch milliseconds; an earlier one than before is that one
   */
  public WatchStep again(ModelVersion version, long nowMs) {
    return watches.containsKey(version)
        ? advance(version, at(nowMs), false)
        : WatchStep.all(List.of());
  }

  /** The baseline is asked for once: it may be replaced between two questions. */
  private WatchStep advance(ModelVersion version, long timeMs, boolean anew) {
    return watches.get(version).advanceTo(timeMs, baseline(version), anew);
  }

  /** Whether nothing is counted in any window. */
  public boolean isEmpty() {
    return watches.isEmpty();
  }

  /** Series that are evaluated; the caller's own. */
  public List<Series> series() {
    return watches.values().stream().flatMap(watch -> watch.series().stream()).toList();
  }

  /** The episodes of windows that have, or had, a baseline, open or not; the caller's own. */
  public Map<WindowKey, EpisodeState> episodes() {
    Map<WindowKey, EpisodeState> states = new LinkedHashMap<>();
    watches.values().forEach(watch -> states.putAll(watch.episodes()));
    return states;
  }
}

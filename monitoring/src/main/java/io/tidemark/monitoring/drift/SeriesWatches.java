package io.tidemark.monitoring.drift;

import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.tiles.TileReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The series that one task owns: adds up what the partitions counted and compares every window with
 * the baseline in force.
 *
 * <p>The first report over the bins of a new baseline starts its series anew, and a series whose
 * bins are not in force any more is forgotten. Every report has an outcome. Not thread-safe.
 */
public final class SeriesWatches {
  private final Map<String, WatchPolicy> policies;
  private final Baselines baselines;
  private final Map<Series, SeriesWatch> watches = new HashMap<>();
  private final Set<Series> unsaved = new LinkedHashSet<>();

  /**
   * Creates watches of no series yet.
   *
   * @param policies of the declared models, by name
   * @param baselines the reference profiles; asked at every step
   */
  public SeriesWatches(Map<String, WatchPolicy> policies, Baselines baselines) {
    this.policies = Map.copyOf(policies);
    this.baselines = baselines;
  }

  /** Forgets every series, saved or not. */
  public void clear() {
    watches.clear();
    unsaved.clear();
  }

  /**
   * Takes a series as it was saved, unless its model or windows are declared otherwise by now: then
   * it starts anew.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public void load(Series series, byte[] saved) {
    SeriesWatch watch = SeriesWatch.decode(series, saved);
    WatchPolicy policy = policies.get(series.model());
    if (policy != null && watch.fits(policy)) {
      watches.put(series, watch);
    }
  }

  /**
   * Takes what a partition has counted of a series.
   *
   * @param nowMs the time, in epoch milliseconds; an earlier one than before changes nothing
   */
  public ReportOutcome take(Series series, TileReport report, long nowMs) {
    WatchPolicy policy = policies.get(series.model());
    if (policy == null) {
      return ReportOutcome.NO_MODEL;
    }
    if (!report.binning().equals(binning(baseline(series)))) {
      return ReportOutcome.OTHER_BINS;
    }
    SeriesWatch watch = watches.get(series);
    if (watch == null || !watch.isOver(report.binning())) {
      watch = SeriesWatch.startedBy(report, series, policy, nowMs);
      watches.put(series, watch);
    }
    unsaved.add(series);
    return watch.take(report, nowMs);
  }

  /**
   * Moves time on: windows slide, so that a model that falls silent runs out of values and says so.
   *
   * @param nowMs the time, in epoch milliseconds; an earlier one than before changes nothing
   */
  public WatchStep advanceTo(long nowMs) {
    List<Series> forgotten = new ArrayList<>();
    List<Evaluation> evaluations = new ArrayList<>();
    Iterator<SeriesWatch> all = watches.values().iterator();
    while (all.hasNext()) {
      SeriesWatch watch = all.next();
      // asked once: it may be replaced between two questions
      Optional<BaselineProfile> baseline = baseline(watch.series());
      if (watch.isOver(binning(baseline))) {
        evaluations.addAll(evaluate(watch, baseline, nowMs));
      } else {
        all.remove();
        unsaved.remove(watch.series());
        forgotten.add(watch.series());
      }
    }
    return new WatchStep(forgotten, evaluations);
  }

  private List<Evaluation> evaluate(
      SeriesWatch watch, Optional<BaselineProfile> baseline, long nowMs) {
    Series series = watch.series();
    Optional<Profile> profile = baseline.map(found -> found.features().get(series.feature()));
    List<Evaluation> news = watch.advanceTo(nowMs, policies.get(series.model()), profile);
    if (!news.isEmpty()) {
      unsaved.add(series);
    }
    return news;
  }

  private Optional<BaselineProfile> baseline(Series series) {
    return baselines.of(series.model(), series.version());
  }

  private static String binning(Optional<BaselineProfile> baseline) {
    return baseline.map(BaselineProfile::hash).orElse(Baselines.NONE);
  }

  /** Hands over, once, every series that may have changed since the last time. */
  public void save(BiConsumer<Series, byte[]> store) {
    unsaved.forEach(series -> store.accept(series, watches.get(series).encode()));
    unsaved.clear();
  }

  /** What is watched; the caller's own. */
  public Set<Series> series() {
    return new HashSet<>(watches.keySet());
  }
}

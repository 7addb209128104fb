package io.tidemark.monitoring.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cohorts of the model versions that a task owns: adds up what is told of them, says which have
 * changed, and drops those that are too old. Not thread-safe.
 */
public final class Cohorts {
  /** From how many mature cohorts is learnt what scores mean, those that ended last. */
  public static final int CALIBRATION_COHORTS = 24;

  private static final Comparator<CohortKey> BY_END =
      Comparator.comparingLong(CohortKey::endMs)
          .thenComparing(CohortKey::model)
          .thenComparing(CohortKey::version)
          .thenComparing(CohortKey::label)
          .thenComparing(CohortKey::exploration)
          .thenComparingLong(CohortKey::startMs);

  private final Map<String, CohortRule> rules;
  private final CohortStore store;
  private final TreeSet<CohortKey> known = new TreeSet<>(BY_END);
  private final Set<CohortKey> changed = new LinkedHashSet<>();

  /** Those that were not over when they were looked at last. */
  private final TreeSet<CohortKey> goingOn = new TreeSet<>(BY_END);

  /** What was told of outages, of those that have lost something. */
  private final Map<CohortKey, Double> toldLost = new HashMap<>();

  /** The mature cohorts of each series, by their end. */
  private final Map<QualitySeries, TreeSet<CohortKey>> mature = new HashMap<>();

  /** Series that had a mature cohort at the last call, and have none now. */
  private final Set<QualitySeries> left = new LinkedHashSet<>();

  /**
   * @param rules of each declared model
   */
  public Cohorts(Map<String, CohortRule> rules, CohortStore store) {
    this.rules = Map.copyOf(rules);
    this.store = store;
  }

  /** Takes note of a cohort that is in the store. */
  public void restore(CohortKey key, CohortRow row) {
    known.add(key);
    if (row.changed()) {
      changed.add(key);
    }
    if (row.lost() > 0) {
      toldLost.put(key, row.lost());
    }
    if (!row.over()) {
      goingOn.add(key);
    }
    noteMaturity(key, row);
  }

  /**
   * Adds a change to its cohort.
   *
   * @param nowMs what time it is, milliseconds since the Unix epoch; {@link Long#MIN_VALUE} where
   *     nobody knows
   * @return whether the cohort took it, or why not
   */
  public QualityState take(CohortChange change, long nowMs) {
    CohortKey key = change.key();
    CohortRule rule = rules.get(key.model());
    if (rule == null) {
      return QualityState.NO_MODEL;
    }
    if (rule.isTooOld(key, nowMs)) {
      return QualityState.TOO_OLD;
    }
    CohortRow row = store.get(key).orElseGet(CohortRow::empty).with(change.sums());
    store.put(key, row);
    if (known.add(key)) {
      goingOn.add(key);
    }
    changed.add(key);
    noteMaturity(key, row);
    return QualityState.COUNTED;
  }

  private void noteMaturity(CohortKey key, CohortRow row) {
    CohortRule rule = rules.get(key.model());
    if (rule != null && rule.isSettled(row.sums()) && !goingOn.contains(key)) {
      mature.computeIfAbsent(QualitySeries.of(key), s -> new TreeSet<>(BY_END)).add(key);
      left.remove(QualitySeries.of(key));
    } else {
      noLongerMature(key);
    }
  }

  private void noLongerMature(CohortKey key) {
    QualitySeries series = QualitySeries.of(key);
    TreeSet<CohortKey> cohorts = mature.get(series);
    if (cohorts != null && cohorts.remove(key) && cohorts.isEmpty()) {
      mature.remove(series);
      left.add(series);
    }
  }

  /**
   * What is to be told of each cohort that has changed since the last call, or is over now, or has
   * lost more to an outage than was told.
   *
   * @param nowMs what time it is, milliseconds since the Unix epoch
   */
  public List<CohortReport> told(long nowMs, LostShares lost) {
    end(nowMs);
    lose(lost);
    List<CohortReport> told = new ArrayList<>();
    for (CohortKey key : changed) {
      store
          .get(key)
          .filter(row -> rules.containsKey(key.model()))
          .ifPresent(row -> told.add(tell(key, row, lost.of(key))));
    }
    changed.clear();
    return told;
  }

  /** One that is settled and over is mature, which is to be told. */
  private void end(long nowMs) {
    while (!goingOn.isEmpty() && goingOn.first().endMs() <= nowMs) {
      CohortKey key = goingOn.pollFirst();
      store
          .get(key)
          .ifPresent(
              row -> {
                noteMaturity(key, row);
                if (rules.containsKey(key.model())
                    && rules.get(key.model()).isSettled(row.sums())) {
                  changed.add(key);
                }
              });
    }
  }

  private void lose(LostShares lost) {
    for (CohortKey key : known) {
      double now = lost.of(key);
      double before = toldLost.getOrDefault(key, 0.0);
      boolean taintedNow = now >= CohortRule.TAINTED != before >= CohortRule.TAINTED;
      if (taintedNow || Math.abs(now - before) >= CohortRule.TAINTED) {
        changed.add(key);
      }
    }
  }

  private CohortReport tell(CohortKey key, CohortRow row, double lost) {
    CohortRow after = row.toldOnce(!goingOn.contains(key), lost);
    store.put(key, after);
    if (lost > 0) {
      toldLost.put(key, lost);
    } else {
      toldLost.remove(key);
    }
    return report(key, after);
  }

  private CohortReport report(CohortKey key, CohortRow row) {
    return new CohortReport(
        key,
        row.sums(),
        row.told(),
        !goingOn.contains(key),
        row.lost(),
        rules.get(key.model()),
        calibration(key));
  }

  /** Every cohort that is kept, by its end. */
  NavigableSet<CohortKey> known() {
    return Collections.unmodifiableNavigableSet(known);
  }

  /** What is known of the labels of a cohort: not copied. */
  Optional<CohortSums> sums(CohortKey key) {
    return store.get(key).map(CohortRow::sums);
  }

  /** From cohorts that were over when it began, so that none of its labels has a part in it. */
  private Calibration calibration(CohortKey key) {
    List<CohortSums> before =
        mature.getOrDefault(QualitySeries.of(key), new TreeSet<>(BY_END)).descendingSet().stream()
            .filter(other -> other.endMs() <= key.startMs())
            .limit(CALIBRATION_COHORTS)
            .flatMap(other -> store.get(other).map(CohortRow::sums).stream())
            .toList();
    return Calibration.of(before);
  }

  /** The newest mature cohort of each series, as it stands. */
  public List<CohortReport> newestMature() {
    return mature.values().stream()
        .map(TreeSet::last)
        .flatMap(key -> store.get(key).map(row -> report(key, row)).stream())
        .toList();
  }

  /**
   * Drops cohorts that are too old, and those of models that are declared no more.
   *
   * @return series that have no mature cohort any more, for whichever reason, since the last call
   */
  public List<QualitySeries> dropOld(long nowMs) {
    for (CohortKey key : List.copyOf(known)) {
      CohortRule rule = rules.get(key.model());
      if (rule == null || rule.isTooOld(key, nowMs)) {
        known.remove(key);
        changed.remove(key);
        goingOn.remove(key);
        toldLost.remove(key);
        store.remove(key);
        noLongerMature(key);
      }
    }
    List<QualitySeries> gone = List.copyOf(left);
    left.clear();
    return gone;
  }

  /** Every series that has a mature cohort. */
  public Set<QualitySeries> series() {
    return new HashSet<>(mature.keySet());
  }
}

package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.MinuteCounts.OverBins;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.episode.EpisodeState;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The series of one model version: their rolling past, and what was said of them last.
 *
 * <p>Counts over other bins are never added, nor thrown away: each binning has tiles of its own
 * until every window has passed them, those of the baseline in force are compared, and of the
 * others it is said how many there are. So a baseline that comes back finds its counts. Not
 * thread-safe.
 */
final class VersionWatch {
  private final ModelVersion version;
  private final WatchPolicy policy;
  private final TileStore store;
  private final WindowRows rows;

  /** By feature, then by hash of the bins. */
  private final Map<String, Map<String, RollingTiles>> past = new LinkedHashMap<>();

  /** What was evaluated last by series and window: the same says nothing new. */
  private final Map<Series, Map<Duration, Said>> said = new LinkedHashMap<>();

  /** What is known of windows of series that have, or had, a baseline. */
  private final Map<WindowKey, WindowWatch> windows = new LinkedHashMap<>();

  private record Said(String baseline, BinCounts counts, long otherBins) {}

  VersionWatch(ModelVersion version, WatchPolicy policy, TileStore store, WindowRows rows) {
    this.version = version;
    this.policy = policy;
    this.store = store;
    this.rows = rows;
  }

  private Series series(String feature) {
    return new Series(version.model(), version.version(), feature);
  }

  void restore(TileKey key, BinCounts counts, long nowMs) {
    tiles(key.counted(), counts.size(), nowMs).restore(key.tile(), counts);
  }

  void restore(WindowKey key, byte[] row) {
    windows.put(key, WindowWatch.restore(key, rows, policy.episodes(), row));
  }

  private RollingTiles tiles(CountedSeries counted, int bins, long nowMs) {
    RollingTiles tiles =
        past.computeIfAbsent(counted.series().feature(), feature -> new HashMap<>())
            .computeIfAbsent(counted.binning(), binning -> begin(counted, bins, nowMs));
    tiles.advanceTo(nowMs);
    return tiles;
  }

  private RollingTiles begin(CountedSeries counted, int bins, long nowMs) {
    return new RollingTiles(TileLayout.of(bins, policy.windows()), store.rowsOf(counted), nowMs);
  }

  /** Adds what a partition has counted; says whether it counts or is late. */
  boolean take(MinuteReport report, long nowMs) {
    boolean counts = true;
    for (Map.Entry<String, OverBins> feature : report.counts().features().entrySet()) {
      OverBins over = feature.getValue();
      CountedSeries counted = new CountedSeries(series(feature.getKey()), over.binning());
      // all or none: they have the same windows and the same time
      counts = tiles(counted, over.counts().size(), nowMs).add(report.startMs(), over.counts());
    }
    return counts;
  }

  /** Whether counts are over the bins that values are compared in. */
  static boolean isInForce(MinuteCounts counts, Optional<BaselineProfile> baseline) {
    return counts.features().entrySet().stream()
        .allMatch(
            feature ->
                baseline.isEmpty()
                    ? feature.getValue().binning().equals(Baselines.NONE)
                    : isOver(feature.getValue(), baseline.get().features().get(feature.getKey())));
  }

  private static boolean isOver(OverBins over, Profile profile) {
    return profile != null && over.binning().equals(profile.binning().hash());
  }

  /**
   * Moves time on and evaluates every window of every series that the baseline has.
   *
   * @param anew whether windows are judged; otherwise they were, before a restart
   */
  WatchStep advanceTo(long nowMs, Optional<BaselineProfile> baseline, boolean anew) {
    advanceTiles(nowMs);
    long endMs = RollingTiles.tileStartMs(nowMs) + TileLayout.TILE.toMillis();
    List<Series> current = new ArrayList<>();
    List<Evaluation> news = new ArrayList<>();
    List<EpisodeChange> changes = new ArrayList<>();
    if (!isOver() || !said.isEmpty()) {
      DriftRule rule = policy.rule(baseline.map(found -> found.features().size()).orElse(0));
      for (Compared compared : compared(baseline)) {
        current.add(compared.series());
        news.addAll(evaluate(compared, endMs, rule));
        if (anew) {
          changes.addAll(judge(compared.series(), endMs, rule));
        }
      }
    }
    if (anew) {
      changes.addAll(leaveWindows(isOver() ? List.of() : current, endMs));
    }
    return new WatchStep(current, news, leave(current), changes);
  }

  private void advanceTiles(long nowMs) {
    for (Map<String, RollingTiles> byBins : past.values()) {
      byBins.values().forEach(tiles -> tiles.advanceTo(nowMs));
      byBins.values().removeIf(RollingTiles::isEmpty);
    }
    past.values().removeIf(Map::isEmpty);
  }

  /** Whether every window has passed every value. */
  boolean isOver() {
    return past.isEmpty();
  }

  /** A series and what it is compared with. */
  private record Compared(Series series, String baseline, Optional<Profile> profile) {
    String binning() {
      return profile.map(found -> found.binning().hash()).orElse(Baselines.NONE);
    }

    BinCounts noCounts() {
      return profile.map(found -> found.binning().newCounts()).orElseGet(() -> new BinCounts(1));
    }
  }

  private List<Compared> compared(Optional<BaselineProfile> baseline) {
    if (baseline.isEmpty()) {
      return List.of(new Compared(series(Series.SCORE), Baselines.NONE, Optional.empty()));
    }
    return baseline.get().features().values().stream()
        .map(
            profile ->
                new Compared(
                    series(profile.feature()), baseline.get().hash(), Optional.of(profile)))
        .toList();
  }

  private List<Evaluation> evaluate(Compared compared, long endMs, DriftRule rule) {
    Map<Duration, Said> before =
        said.computeIfAbsent(compared.series(), s -> new LinkedHashMap<>());
    List<Evaluation> news = new ArrayList<>();
    for (Duration window : policy.windows()) {
      Said now = count(compared, window);
      if (!now.equals(before.put(window, now))) {
        WindowKey key = new WindowKey(compared.series(), window);
        DriftResult result = result(compared, key, now, rule);
        news.add(
            new Evaluation(
                compared.series(),
                window,
                endMs,
                now.counts(),
                now.otherBins(),
                compared.profile(),
                result));
      }
    }
    return news;
  }

  private DriftResult result(Compared compared, WindowKey key, Said now, DriftRule rule) {
    if (compared.profile().isEmpty()) {
      DriftResult none = DriftResult.noBaseline(key.series().label(), now.counts().total());
      if (windows.containsKey(key)) {
        windows.get(key).evaluated(none, Baselines.NONE);
      }
      return none;
    }
    Profile profile = compared.profile().get();
    WindowWatch watch =
        windows.computeIfAbsent(key, k -> WindowWatch.begin(k, rows, policy.episodes()));
    DriftResult result =
        new DriftEvaluator(rule)
            .evaluate(profile, now.counts(), watch.calibration(profile, policy.overdispersion()));
    watch.evaluated(result, compared.baseline());
    return result;
  }

  private List<EpisodeChange> judge(Series series, long endMs, DriftRule rule) {
    List<EpisodeChange> changes = new ArrayList<>();
    for (Map.Entry<Duration, Said> last : said.get(series).entrySet()) {
      WindowWatch watch = windows.get(new WindowKey(series, last.getKey()));
      if (watch != null) {
        changes.addAll(watch.pass(rule, policy.overdispersion(), last.getValue().counts(), endMs));
      }
    }
    return changes;
  }

  private List<EpisodeChange> leaveWindows(List<Series> current, long endMs) {
    Set<Series> staying = new HashSet<>(current);
    List<EpisodeChange> changes = new ArrayList<>();
    windows
        .entrySet()
        .removeIf(
            window -> {
              boolean leaves = !staying.contains(window.getKey().series());
              if (leaves) {
                changes.addAll(window.getValue().leave(endMs));
              }
              return leaves;
            });
    return changes;
  }

  private Said count(Compared compared, Duration window) {
    Map<String, RollingTiles> byBins = past.getOrDefault(compared.series().feature(), Map.of());
    RollingTiles inForce = byBins.get(compared.binning());
    BinCounts counts = inForce == null ? compared.noCounts() : inForce.window(window);
    return new Said(compared.baseline(), counts, otherBins(byBins, compared, window));
  }

  /** A prediction that was counted without a baseline counts once for every feature. */
  private long otherBins(Map<String, RollingTiles> byBins, Compared compared, Duration window) {
    long others = 0;
    for (Map.Entry<String, RollingTiles> tiles : byBins.entrySet()) {
      if (!tiles.getKey().equals(compared.binning())) {
        others += tiles.getValue().window(window).total();
      }
    }
    RollingTiles overNone = past.getOrDefault(Series.SCORE, Map.of()).get(Baselines.NONE);
    boolean added = compared.series().feature().equals(Series.SCORE);
    return added || overNone == null ? others : others + overNone.window(window).total();
  }

  private List<Series> leave(List<Series> current) {
    List<Series> left = new ArrayList<>(said.keySet());
    if (!isOver()) {
      left.removeAll(List.copyOf(current));
    }
    left.forEach(said::remove);
    return left;
  }

  /** The episodes of windows, open or not. */
  Map<WindowKey, EpisodeState> episodes() {
    Map<WindowKey, EpisodeState> states = new LinkedHashMap<>();
    windows.forEach((key, watch) -> states.put(key, watch.episode()));
    return states;
  }

  /** Series that were evaluated and have not left. */
  List<Series> series() {
    return List.copyOf(said.keySet());
  }
}

package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.MinuteCounts.OverBins;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** By feature, then by hash of the bins. */
  private final Map<String, Map<String, RollingTiles>> past = new LinkedHashMap<>();

  /** What was evaluated last by series and window: the same says nothing new. */
  private final Map<Series, Map<Duration, Said>> said = new LinkedHashMap<>();

  private record Said(String baseline, BinCounts counts, long otherBins) {}

  VersionWatch(ModelVersion version, WatchPolicy policy, TileStore store) {
    this.version = version;
    this.policy = policy;
    this.store = store;
  }

  private Series series(String feature) {
    return new Series(version.model(), version.version(), feature);
  }

  void restore(TileKey key, BinCounts counts, long nowMs) {
    tiles(key.counted(), counts.size(), nowMs).restore(key.tile(), counts);
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

  /** Moves time on and evaluates every window of every series that the baseline has. */
  WatchStep advanceTo(long nowMs, Optional<BaselineProfile> baseline) {
    advanceTiles(nowMs);
    List<Series> current = new ArrayList<>();
    List<Evaluation> news = new ArrayList<>();
    if (!isOver() || !said.isEmpty()) {
      long endMs = RollingTiles.tileStartMs(nowMs) + TileLayout.TILE.toMillis();
      for (Compared compared : compared(baseline)) {
        current.add(compared.series());
        news.addAll(evaluate(compared, endMs));
      }
    }
    return new WatchStep(current, news, leave(current));
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

  private List<Evaluation> evaluate(Compared compared, long endMs) {
    Map<Duration, Said> before = said.computeIfAbsent(compared.series(), s -> new HashMap<>());
    List<Evaluation> news = new ArrayList<>();
    for (Duration window : policy.windows()) {
      Said now = count(compared, window);
      if (!now.equals(before.put(window, now))) {
        news.add(evaluation(compared, window, endMs, now));
      }
    }
    return news;
  }

  private Evaluation evaluation(Compared compared, Duration window, long endMs, Said now) {
    DriftResult result =
        compared
            .profile()
            .map(profile -> new DriftEvaluator(policy.rule()).evaluate(profile, now.counts()))
            .orElseGet(
                () -> DriftResult.noBaseline(compared.series().label(), now.counts().total()));
    return new Evaluation(
        compared.series(),
        window,
        endMs,
        now.counts(),
        now.otherBins(),
        compared.profile(),
        result);
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

  /** Series that were evaluated and have not left. */
  List<Series> series() {
    return List.copyOf(said.keySet());
  }
}

package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import io.tidemark.monitoring.drift.tiles.RollingTilesCodec;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import io.tidemark.monitoring.drift.tiles.TileReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One series over the bins of one baseline: its rolling past, and what was said of it last.
 *
 * <p>Reports of partitions come in, evaluations of windows go out, and time is given. Counts over
 * other bins are never added: another baseline has a watch of its own. Not thread-safe.
 */
final class SeriesWatch {
  private static final int FORMAT = 1;

  private final Series series;
  private final String binning;
  private final RollingTiles tiles;

  /** Counts of the last evaluation by window: equal counts say nothing new. */
  private final Map<Duration, BinCounts> evaluated = new HashMap<>();

  SeriesWatch(Series series, String binning, RollingTiles tiles) {
    this.series = series;
    this.binning = binning;
    this.tiles = tiles;
  }

  /** A watch without a past, over the bins of a report that is still to be taken. */
  static SeriesWatch startedBy(TileReport report, Series series, WatchPolicy policy, long nowMs) {
    TileLayout layout = policy.layout(report.counts().size());
    return new SeriesWatch(series, report.binning(), new RollingTiles(layout, nowMs));
  }

  Series series() {
    return series;
  }

  boolean isOver(String otherBinning) {
    return binning.equals(otherBinning);
  }

  /** Whether its windows are those of the policy, so that it can go on under it. */
  boolean fits(WatchPolicy policy) {
    return policy.layout(tiles.layout().bins()).equals(tiles.layout());
  }

  /** Takes what a partition has counted, at an instant that is not before those given earlier. */
  ReportOutcome take(TileReport report, long nowMs) {
    if (!isOver(report.binning())) {
      return ReportOutcome.OTHER_BINS;
    }
    tiles.advanceTo(nowMs);
    return ReportOutcome.of(tiles.put(report.partition(), report.startMs(), report.counts()));
  }

  /**
   * Moves time on and evaluates the windows whose counts are others than those evaluated last.
   *
   * @param profile of the baseline whose bins these are; empty for counts over no bins
   */
  List<Evaluation> advanceTo(long nowMs, WatchPolicy policy, Optional<Profile> profile) {
    tiles.advanceTo(nowMs);
    List<Evaluation> news = new ArrayList<>();
    for (Duration window : policy.windows()) {
      BinCounts counts = tiles.window(window);
      if (!counts.equals(evaluated.put(window, counts))) {
        DriftResult result = result(counts, policy, profile);
        news.add(new Evaluation(series, window, tiles.windowEndMs(), counts, profile, result));
      }
    }
    return news;
  }

  private DriftResult result(BinCounts counts, WatchPolicy policy, Optional<Profile> profile) {
    return profile
        .map(reference -> new DriftEvaluator(policy.rule()).evaluate(reference, counts))
        .orElseGet(() -> DriftResult.noBaseline(series.label(), counts.total()));
  }

  /** {@code [format 1][binning][tiles]}; what was said last is not part of it. */
  byte[] encode() {
    byte[] past = RollingTilesCodec.encode(tiles);
    return new ByteWriter(past.length + 64).octet(FORMAT).text(binning).bytes(past).toByteArray();
  }

  /**
   * What {@link #encode} wrote. Says everything anew.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static SeriesWatch decode(Series series, byte[] bytes) {
    ByteReader in = new ByteReader("drift series", series.key(), bytes).expectFormat(FORMAT);
    SeriesWatch watch = new SeriesWatch(series, in.text(), RollingTilesCodec.decode(in.bytes()));
    in.expectEnd();
    return watch;
  }
}

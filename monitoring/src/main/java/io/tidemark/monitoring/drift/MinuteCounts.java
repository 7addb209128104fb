package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import io.tidemark.monitoring.drift.tiles.TileReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What one partition has counted of one model version in one minute: all features together, since
 * one prediction counts for each of them. Without a baseline there is one count, of predictions.
 * Not thread-safe.
 */
public final class MinuteCounts {
  private static final int FORMAT = 1;

  /** By the feature's name in the baseline. */
  final Map<String, BinCounts> counts;

  private boolean unsent;

  private MinuteCounts(Map<String, BinCounts> counts, boolean unsent) {
    this.counts = counts;
    this.unsent = unsent;
  }

  /** Counts of zero over the bins of a baseline. */
  public static MinuteCounts over(Optional<BaselineProfile> baseline) {
    Map<String, BinCounts> counts = new LinkedHashMap<>();
    if (baseline.isEmpty()) {
      counts.put(Series.SCORE, new BinCounts(1));
    } else {
      for (Profile profile : baseline.get().features().values()) {
        counts.put(profile.feature(), profile.binning().newCounts());
      }
    }
    return new MinuteCounts(counts, false);
  }

  /**
   * Counts one prediction.
   *
   * @param baseline the one these counts are over
   * @param value the raw value of a feature of the baseline, {@code null} where there is none
   */
  public void add(Optional<BaselineProfile> baseline, Function<String, Object> value) {
    unsent = true;
    if (baseline.isEmpty()) {
      counts.get(Series.SCORE).add(0);
      return;
    }
    for (Profile profile : baseline.get().features().values()) {
      String feature = profile.feature();
      counts.get(feature).add(profile.binning().binOfValue(value.apply(feature)));
    }
  }

  /** Whether there are counts that were not reported. */
  public boolean isUnsent() {
    return unsent;
  }

  /**
   * Reports what was counted so far, a report for each series.
   *
   * @param key of these counts
   * @param partition the partition that counted
   */
  public void report(MinuteKey key, int partition, BiConsumer<Series, TileReport> to) {
    counts.forEach(
        (feature, bins) ->
            to.accept(
                new Series(key.model(), key.version(), feature),
                new TileReport(partition, key.startMs(), key.binning(), bins)));
    unsent = false;
  }

  /** {@code [format 1][unsent]}, and for each feature {@code [name][counts]}. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(512).octet(FORMAT).flag(unsent).unsigned(counts.size());
    counts.forEach((feature, bins) -> out.text(feature).bytes(BinCountsCodec.encode(bins)));
    return out.toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static MinuteCounts decode(byte[] bytes) {
    ByteReader in = new ByteReader("drift row", bytes).expectFormat(FORMAT);
    boolean unsent = in.flag();
    Map<String, BinCounts> counts = new LinkedHashMap<>();
    for (int left = in.count(); left > 0; left--) {
      counts.put(in.text(), BinCountsCodec.decode(in.bytes()));
    }
    in.expectEnd();
    return new MinuteCounts(counts, unsent);
  }
}

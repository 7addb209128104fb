package io.tidemark.kafka.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.BaselineProfile;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.BinCountsCodec;
import io.tidemark.monitoring.drift.Profile;
import io.tidemark.monitoring.drift.Series;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first stage's counts of one model version in one minute: all features together, since one
 * prediction counts for each of them.
 */
final class TileRow {
  private static final int FORMAT = 1;

  /** Counts per feature, by its name in the baseline. */
  final Map<String, BinCounts> counts;

  /** Whether the second stage has not seen the newest counts. */
  boolean unsent;

  private TileRow(Map<String, BinCounts> counts, boolean unsent) {
    this.counts = counts;
    this.unsent = unsent;
  }

  static TileRow empty(BaselineProfile baseline) {
    Map<String, BinCounts> counts = new LinkedHashMap<>();
    for (Profile profile : baseline.features().values()) {
      counts.put(profile.feature(), profile.binning().newCounts());
    }
    return new TileRow(counts, false);
  }

  /** One count: how many predictions there were. */
  static TileRow withoutBaseline() {
    return new TileRow(new LinkedHashMap<>(Map.of(Series.SCORE, new BinCounts(1))), false);
  }

  /** {@code [format 1][unsent]}, and for each feature {@code [name][counts]}. */
  byte[] encode() {
    ByteWriter out = new ByteWriter(512).octet(FORMAT).flag(unsent).unsigned(counts.size());
    counts.forEach((feature, bins) -> out.text(feature).bytes(BinCountsCodec.encode(bins)));
    return out.toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static TileRow decode(byte[] bytes) {
    ByteReader in = new ByteReader("drift row", bytes).expectFormat(FORMAT);
    boolean unsent = in.flag();
    Map<String, BinCounts> counts = new LinkedHashMap<>();
    for (int left = in.count(); left > 0; left--) {
      counts.put(in.text(), BinCountsCodec.decode(in.bytes()));
    }
    in.expectEnd();
    return new TileRow(counts, unsent);
  }
}

package io.tidemark.kafka.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.RollingTiles;
import io.tidemark.monitoring.drift.RollingTilesCodec;
import io.tidemark.monitoring.drift.Series;
import java.util.HashMap;
import java.util.Map;

/**
 * The rolling past of one series over the bins of one baseline, and what was last said about it.
 */
final class SeriesState {
  private static final int FORMAT = 1;

  final Series series;
  final String binning;
  final RollingTiles tiles;

  /** Counts of the last evaluation by window label: equal counts need no new record. */
  final Map<String, BinCounts> evaluated = new HashMap<>();

  SeriesState(Series series, String binning, RollingTiles tiles) {
    this.series = series;
    this.binning = binning;
    this.tiles = tiles;
  }

  /** {@code [format 1][binning][tiles]}; what was said last is not part of it. */
  byte[] encode() {
    byte[] past = RollingTilesCodec.encode(tiles);
    return new ByteWriter(past.length + 64).octet(FORMAT).text(binning).bytes(past).toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @param key of the series
   * @throws FormatException when the bytes are of another format or damaged
   */
  static SeriesState decode(String key, byte[] bytes) {
    ByteReader in = new ByteReader("drift series", key, bytes).expectFormat(FORMAT);
    SeriesState state =
        new SeriesState(Series.parse(key), in.text(), RollingTilesCodec.decode(in.bytes()));
    in.expectEnd();
    return state;
  }
}

package io.tidemark.kafka.drift;

import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.RollingTiles;
import io.tidemark.monitoring.drift.RollingTilesCodec;
import io.tidemark.monitoring.drift.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The rolling past of one series over the bins of one baseline, and what was last said about it.
 */
final class SeriesState {
  private static final byte FORMAT = 1;

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

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(binning);
      out.write(RollingTilesCodec.encode(tiles));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static SeriesState decode(String key, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IllegalStateException(
            "Unknown drift series format "
                + format
                + ": this version reads format "
                + FORMAT
                + ".");
      }
      String binning = in.readUTF();
      return new SeriesState(
          Series.parse(key), binning, RollingTilesCodec.decode(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

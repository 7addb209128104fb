package io.tidemark.kafka.drift;

import io.tidemark.monitoring.drift.BaselineProfile;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.BinCountsCodec;
import io.tidemark.monitoring.drift.Profile;
import io.tidemark.monitoring.drift.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first stage's counts of one model version in one minute: all features together, since one
 * prediction counts for each of them.
 */
final class TileRow {
  private static final byte FORMAT = 1;

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

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeBoolean(unsent);
      out.writeShort(counts.size());
      for (Map.Entry<String, BinCounts> feature : counts.entrySet()) {
        byte[] packed = BinCountsCodec.encode(feature.getValue());
        out.writeUTF(feature.getKey());
        out.writeInt(packed.length);
        out.write(packed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static TileRow decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IllegalStateException(
            "Unknown drift row format " + format + ": this version reads format " + FORMAT + ".");
      }
      boolean unsent = in.readBoolean();
      int features = in.readShort();
      Map<String, BinCounts> counts = new LinkedHashMap<>();
      for (int i = 0; i < features; i++) {
        String feature = in.readUTF();
        counts.put(feature, BinCountsCodec.decode(in.readNBytes(in.readInt())));
      }
      return new TileRow(counts, unsent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

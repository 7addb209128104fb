package io.tidemark.kafka.drift;

import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.BinCountsCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What one source partition has counted of one series in one minute so far. Cumulative: the newest
 * tile of a partition and minute replaces the one before, so repeating it changes nothing.
 *
 * @param partition the source partition
 * @param startMs start of the minute, milliseconds since the Unix epoch
 * @param binning hash of the bins, so that counts over different bins are never added
 * @param counts values per bin
 */
record DriftTile(int partition, long startMs, String binning, BinCounts counts) {
  private static final byte FORMAT = 1;

  /** For the topic between the stages. */
  static Serde<DriftTile> serde() {
    return Serdes.serdeFrom(
        (topic, tile) -> tile.encode(), (topic, bytes) -> DriftTile.decode(bytes));
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeInt(partition);
      out.writeLong(startMs);
      out.writeUTF(binning);
      out.write(BinCountsCodec.encode(counts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static DriftTile decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IllegalStateException(
            "Unknown drift tile format " + format + ": this version reads format " + FORMAT + ".");
      }
      return new DriftTile(
          in.readInt(), in.readLong(), in.readUTF(), BinCountsCodec.decode(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

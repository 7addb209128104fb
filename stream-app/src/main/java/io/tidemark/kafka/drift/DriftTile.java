package io.tidemark.kafka.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.BinCountsCodec;
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
  private static final int FORMAT = 1;

  /** For the topic between the stages. */
  static Serde<DriftTile> serde() {
    return Serdes.serdeFrom(
        (topic, tile) -> tile.encode(), (topic, bytes) -> DriftTile.decode(bytes));
  }

  /** {@code [format 1][partition][start][binning][counts]}. */
  byte[] encode() {
    return new ByteWriter()
        .octet(FORMAT)
        .unsigned(partition)
        .signed(startMs)
        .text(binning)
        .bytes(BinCountsCodec.encode(counts))
        .toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  static DriftTile decode(byte[] bytes) {
    ByteReader in = new ByteReader("drift tile", bytes).expectFormat(FORMAT);
    DriftTile tile =
        new DriftTile(
            in.number("partition", Integer.MAX_VALUE),
            in.signed(),
            in.text(),
            BinCountsCodec.decode(in.bytes()));
    in.expectEnd();
    return tile;
  }
}

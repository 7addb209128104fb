package io.tidemark.monitoring.drift.tiles;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;

/**
 * What one source partition has counted of one series in one minute so far. Cumulative: the newest
 * report of a partition and minute replaces the one before, so repeating it changes nothing.
 *
 * @param partition the source partition
 * @param startMs start of the minute, milliseconds since the Unix epoch
 * @param binning hash of the baseline whose bins these are, so that counts over different bins are
 *     never added; empty for counts over no bins
 * @param counts values per bin
 */
public record TileReport(int partition, long startMs, String binning, BinCounts counts) {
  private static final int FORMAT = 1;

  /** {@code [format 1][partition][start][binning][counts]}. */
  public byte[] encode() {
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
  public static TileReport decode(byte[] bytes) {
    ByteReader in = new ByteReader("drift tile", bytes).expectFormat(FORMAT);
    TileReport report =
        new TileReport(
            in.number("partition", Integer.MAX_VALUE),
            in.signed(),
            in.text(),
            BinCountsCodec.decode(in.bytes()));
    in.expectEnd();
    return report;
  }
}

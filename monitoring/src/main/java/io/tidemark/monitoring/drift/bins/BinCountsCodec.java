package io.tidemark.monitoring.drift.bins;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * The binary form of {@link BinCounts}, format 1: the format byte, the number of bins as a varint,
 * one zig-zag varint per bin. A minute of a feature with ten inner bins takes about 19 bytes.
 *
 * <p>Equal counts have equal bytes. Bytes of another format, cut short, or with anything after the
 * last count are refused with {@link io.tidemark.bytes.FormatException}.
 */
public final class BinCountsCodec {

  /** Most bins that are read: larger than any binning. */
  public static final int MAX_BINS = 4_096;

  private static final int FORMAT = 1;

  private BinCountsCodec() {}

  /** The bytes of the counts. */
  public static byte[] encode(BinCounts counts) {
    ByteWriter out = new ByteWriter(32).octet(FORMAT).unsigned(counts.size());
    putCounts(counts, out);
    return out.toByteArray();
  }

  /**
   * The counts in the bytes.
   *
   * @throws io.tidemark.bytes.FormatException when the bytes are of another format or damaged
   */
  public static BinCounts decode(byte[] bytes) {
    ByteReader in = new ByteReader("bin counts", bytes).expectFormat(FORMAT);
    int bins = in.count();
    if (bins > MAX_BINS) {
      throw in.damaged(bins + " bins (at most " + MAX_BINS + ")");
    }
    BinCounts counts = nextCounts(bins, in);
    in.expectEnd();
    return counts;
  }

  /** Adds the counts to a form that knows their number by itself. */
  public static void putCounts(BinCounts counts, ByteWriter out) {
    for (int bin = 0; bin < counts.size(); bin++) {
      out.signed(counts.count(bin));
    }
  }

  /** Reads what {@link #putCounts} wrote of so many bins. */
  public static BinCounts nextCounts(int size, ByteReader in) {
    BinCounts counts = new BinCounts(size);
    for (int bin = 0; bin < size; bin++) {
      counts.add(bin, in.signed());
    }
    return counts;
  }
}

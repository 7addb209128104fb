package io.tidemark.monitoring.drift;

/**
 * The binary form of {@link BinCounts}, format 1: the format byte, the number of bins as a varint,
 * one zig-zag varint per bin. A minute of a feature with ten inner bins takes about 19 bytes.
 *
 * <p>Equal counts have equal bytes. Bytes of another format, cut short, or with anything after the
 * last count are refused with {@link IllegalArgumentException}.
 */
public final class BinCountsCodec {

  /** Most bins that are read: larger than any binning. */
  static final int MAX_BINS = 4_096;

  private static final int FORMAT = 1;

  private BinCountsCodec() {}

  /** The bytes of the counts. */
  public static byte[] encode(BinCounts counts) {
    VarintOutput out = new VarintOutput().putByte(FORMAT).putUnsigned(counts.size());
    putCounts(counts, out);
    return out.toByteArray();
  }

  /** The counts in the bytes. */
  public static BinCounts decode(byte[] bytes) {
    VarintInput in = new VarintInput("bin counts", bytes);
    in.expectFormat(FORMAT);
    BinCounts counts = nextCounts(in.nextSize("number of bins", MAX_BINS), in);
    in.expectEnd();
    return counts;
  }

  static void putCounts(BinCounts counts, VarintOutput out) {
    for (int bin = 0; bin < counts.size(); bin++) {
      out.putSigned(counts.count(bin));
    }
  }

  static BinCounts nextCounts(int size, VarintInput in) {
    BinCounts counts = new BinCounts(size);
    for (int bin = 0; bin < size; bin++) {
      counts.add(bin, in.nextSigned());
    }
    return counts;
  }
}

package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * What a partition has counted of a model version in a minute since its report before: each is to
 * be added exactly once.
 *
 * @param startMs start of the minute, milliseconds since the Unix epoch
 * @param counts what was counted
 */
public record MinuteReport(long startMs, MinuteCounts counts) {
  private static final int FORMAT = 2;

  /** {@code [format 2][start][counts]}. */
  public byte[] encode() {
    return new ByteWriter().octet(FORMAT).signed(startMs).bytes(counts.encode()).toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static MinuteReport decode(byte[] bytes) {
    ByteReader in = new ByteReader("drift report", bytes).expectFormat(FORMAT);
    MinuteReport report = new MinuteReport(in.signed(), MinuteCounts.decode(in.bytes()));
    in.expectEnd();
    return report;
  }
}

package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * What is kept of a cohort.
 *
 * @param sums its own: not copied
 * @param told how many records have told of it
 * @param changed whether it has changed since the last of them
 * @param over whether it was over by the last of them
 * @param lost which share of its outcomes would have come in an outage, by the last of them
 */
public record CohortRow(CohortSums sums, int told, boolean changed, boolean over, double lost) {
  private static final int FORMAT = 2;

  /** Of a cohort of which nothing is known. */
  static CohortRow empty() {
    return new CohortRow(new CohortSums(), 0, false, false, 0);
  }

  CohortRow with(CohortSums change) {
    sums.add(change);
    return new CohortRow(sums, told, true, over, lost);
  }

  CohortRow toldOnce(boolean isOver, double lostNow) {
    return new CohortRow(sums, told + 1, false, isOver, lostNow);
  }

  /** {@code [format 2][told][changed][over][lost][sums]}. */
  public byte[] encode() {
    return new ByteWriter()
        .octet(FORMAT)
        .unsigned(told)
        .flag(changed)
        .flag(over)
        .real(lost)
        .bytes(sums.encode())
        .toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static CohortRow decode(byte[] bytes) {
    ByteReader in = new ByteReader("cohort", bytes).expectFormat(FORMAT);
    int told = in.number("records of a cohort", Integer.MAX_VALUE);
    boolean changed = in.flag();
    boolean over = in.flag();
    double lost = in.real();
    CohortSums sums = CohortSums.decode(in.bytes());
    in.expectEnd();
    return new CohortRow(sums, told, changed, over, lost);
  }
}

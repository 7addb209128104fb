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
 */
public record CohortRow(CohortSums sums, int told, boolean changed) {
  private static final int FORMAT = 1;

  /** Of a cohort of which nothing is known. */
  static CohortRow empty() {
    return new CohortRow(new CohortSums(), 0, false);
  }

  CohortRow with(CohortSums change) {
    sums.add(change);
    return new CohortRow(sums, told, true);
  }

  CohortRow toldOnce() {
    return new CohortRow(sums, told + 1, false);
  }

  /** {@code [format 1][told][changed][sums]}. */
  public byte[] encode() {
    return new ByteWriter()
        .octet(FORMAT)
        .unsigned(told)
        .flag(changed)
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
    CohortSums sums = CohortSums.decode(in.bytes());
    in.expectEnd();
    return new CohortRow(sums, told, changed);
  }
}

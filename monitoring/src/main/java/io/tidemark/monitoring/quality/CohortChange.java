package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * What has become of the labels of a cohort in one place since it was told last.
 *
 * @param key the cohort
 * @param sums what is to be added to its sums
 */
public record CohortChange(CohortKey key, CohortSums sums) {
  private static final int FORMAT = 1;

  /** {@code [format 1][key][sums]}. */
  public byte[] encode() {
    return new ByteWriter().octet(FORMAT).bytes(key.encode()).bytes(sums.encode()).toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static CohortChange decode(byte[] bytes) {
    ByteReader in = new ByteReader("change of a cohort", bytes).expectFormat(FORMAT);
    CohortChange change =
        new CohortChange(CohortKey.decode(in.bytes()), CohortSums.decode(in.bytes()));
    in.expectEnd();
    return change;
  }
}

package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.labels.WaitChange;

/** What a task of a join tells the one task that has what is known of the model. */
public sealed interface ModelNews {

  /** Of a cohort. */
  record OfCohort(CohortChange change) implements ModelNews {}

  /** Of the waits for labels. */
  record OfWaits(WaitChange change) implements ModelNews {}

  /** {@code [1 for a cohort, 2 for waits][change]}. */
  default byte[] encode() {
    boolean cohort = this instanceof OfCohort;
    byte[] change =
        cohort ? ((OfCohort) this).change().encode() : ((OfWaits) this).change().encode();
    return new ByteWriter().octet(cohort ? 1 : 2).bytes(change).toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of neither kind or damaged
   */
  static ModelNews decode(byte[] bytes) {
    ByteReader in = new ByteReader("news of a model", bytes);
    int kind = in.octet();
    byte[] change = in.bytes();
    in.expectEnd();
    return switch (kind) {
      case 1 -> new OfCohort(CohortChange.decode(change));
      case 2 -> new OfWaits(WaitChange.decode(change));
      default -> throw in.damaged("a kind that there is not, " + kind);
    };
  }
}

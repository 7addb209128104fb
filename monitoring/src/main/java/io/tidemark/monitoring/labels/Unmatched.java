package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.Comparator;

/**
 * A prediction without an outcome, or an outcome without a prediction.
 *
 * @param requestId which it names
 * @param label of the prediction; empty for an outcome
 * @param where the outcome was read, as topic, partition and offset; empty for a prediction
 * @param madeMs when the prediction was made, milliseconds since the Unix epoch; 0 for an outcome
 * @param atMs when it was given up
 */
public record Unmatched(String requestId, String label, String where, long madeMs, long atMs) {
  /** The newest first, and the same whoever tells them first. */
  static final Comparator<Unmatched> NEWEST =
      Comparator.comparingLong(Unmatched::atMs)
          .reversed()
          .thenComparing(Unmatched::requestId)
          .thenComparing(Unmatched::label)
          .thenComparing(Unmatched::where);

  void putInto(ByteWriter out) {
    out.text(requestId).text(label).text(where).signed(madeMs).signed(atMs);
  }

  static Unmatched next(ByteReader in) {
    return new Unmatched(in.text(), in.text(), in.text(), in.signed(), in.signed());
  }
}

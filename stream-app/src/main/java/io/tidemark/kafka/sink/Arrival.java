package io.tidemark.kafka.sink;

import io.tidemark.store.FeatureRow;
import java.util.OptionalLong;

/**
 * A vector on its way into the online store.
 *
 * @param row what is to be stored
 * @param newestEventMs newest event time in it that the vector before did not hold; empty when only
 *     time moved
 */
record Arrival(FeatureRow row, OptionalLong newestEventMs) {

  /** This vector, or the other where it is newer; the newest event of both. */
  Arrival after(Arrival other) {
    FeatureRow newer = row.revision() > other.row.revision() ? row : other.row;
    return new Arrival(newer, newest(newestEventMs, other.newestEventMs));
  }

  private static OptionalLong newest(OptionalLong a, OptionalLong b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()));
  }
}

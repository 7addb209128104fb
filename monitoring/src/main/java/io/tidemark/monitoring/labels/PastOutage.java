package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * An outage that is over, and what was known when it was: what it cost does not change when more
 * becomes known.
 *
 * @param outage when it was
 * @param delays at which ages outcomes came before it
 */
record PastOutage(Outage outage, LabelDelays delays) {
  void putInto(ByteWriter out) {
    OutageWatch.put(outage, out);
    delays.putInto(out);
  }

  static PastOutage next(ByteReader in) {
    return new PastOutage(OutageWatch.outage(in), LabelDelays.next(in));
  }
}

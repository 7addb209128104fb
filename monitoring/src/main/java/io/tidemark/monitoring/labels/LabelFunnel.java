package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * What became of the predictions that opened a label. Immutable.
 *
 * @param opened all of them
 * @param joined those that outcomes decided
 * @param timedOut those that closed without an outcome and became negative
 * @param unlabelled those that closed without a value
 * @param erased those that went with an entity before that
 */
public record LabelFunnel(long opened, long joined, long timedOut, long unlabelled, long erased) {
  /** Of a label that nothing has opened. */
  public static final LabelFunnel NONE = new LabelFunnel(0, 0, 0, 0, 0);

  /** Those that wait. */
  public long pending() {
    return opened - joined - timedOut - unlabelled - erased;
  }

  LabelFunnel opened(long more) {
    return new LabelFunnel(opened + more, joined, timedOut, unlabelled, erased);
  }

  LabelFunnel ended(WaitEnd end) {
    return switch (end) {
      case JOINED -> new LabelFunnel(opened, joined + 1, timedOut, unlabelled, erased);
      case TIMED_OUT -> new LabelFunnel(opened, joined, timedOut + 1, unlabelled, erased);
      case UNLABELLED -> new LabelFunnel(opened, joined, timedOut, unlabelled + 1, erased);
      case ERASED -> new LabelFunnel(opened, joined, timedOut, unlabelled, erased + 1);
    };
  }

  LabelFunnel plus(LabelFunnel more) {
    return new LabelFunnel(
        opened + more.opened,
        joined + more.joined,
        timedOut + more.timedOut,
        unlabelled + more.unlabelled,
        erased + more.erased);
  }

  void putInto(ByteWriter out) {
    out.unsigned(opened).unsigned(joined).unsigned(timedOut).unsigned(unlabelled).unsigned(erased);
  }

  static LabelFunnel next(ByteReader in) {
    return new LabelFunnel(
        in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned(), in.unsigned());
  }
}

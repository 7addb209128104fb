package io.tidemark.join;

/**
 * What became of the predictions that opened a label, since its task has state. Immutable.
 *
 * @param opened all of them
 * @param joined those that outcomes decided
 * @param timedOut those that closed without an outcome and became negative
 * @param unlabelled those that closed without a value
 * @param erased those that went with an entity before that
 */
public record LabelTally(long opened, long joined, long timedOut, long unlabelled, long erased) {
  /** Of a label that nothing has opened. */
  public static final LabelTally NONE = new LabelTally(0, 0, 0, 0, 0);

  /** Those that wait: what is opened is joined, timed out, unlabelled, erased or pending. */
  public long pending() {
    return opened - joined - timedOut - unlabelled - erased;
  }

  /** One more; the same where it says nothing of what became of a prediction. */
  public LabelTally with(JoinCounter counter) {
    return switch (counter) {
      case PREDICTION -> new LabelTally(opened + 1, joined, timedOut, unlabelled, erased);
      case JOINED -> new LabelTally(opened, joined + 1, timedOut, unlabelled, erased);
      case TIMED_OUT -> new LabelTally(opened, joined, timedOut + 1, unlabelled, erased);
      case UNLABELLED -> new LabelTally(opened, joined, timedOut, unlabelled + 1, erased);
      case ERASED -> new LabelTally(opened, joined, timedOut, unlabelled, erased + 1);
      default -> this;
    };
  }
}

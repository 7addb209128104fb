package io.tidemark.monitoring.labels;

/** What the join says of waits. */
public sealed interface LabelWait {
  /** In the place of a time, of a prediction of which nothing is to be expected. */
  long NOT_WATCHED = Long.MIN_VALUE;

  /**
   * A prediction begins to wait for a label.
   *
   * @param label the label's name
   * @param madeMs when the prediction was made, milliseconds since the Unix epoch
   * @param watchedMs from when on its outcome may come; {@link #NOT_WATCHED} where that cannot be
   *     told apart from when it was read
   */
  record Began(String label, long madeMs, long watchedMs) implements LabelWait {}

  /**
   * Its wait is over.
   *
   * @param requestId of the prediction
   * @param end how
   * @param atMs when, milliseconds since the Unix epoch
   * @param watched whether it was watched
   */
  record Ended(String label, String requestId, long madeMs, WaitEnd end, long atMs, boolean watched)
      implements LabelWait {}

  /**
   * An outcome has been given up, since no prediction came.
   *
   * @param requestId which it names
   * @param where topic, partition and offset, joined by a slash
   * @param atMs when
   */
  record Orphaned(String requestId, String where, long atMs) implements LabelWait {}

  /** A request is to be forgotten wherever it is named. */
  record Forgotten(String requestId) implements LabelWait {}

  /**
   * How far the task has read its inputs: what it says later happened later.
   *
   * @param partition of the task
   * @param throughMs milliseconds since the Unix epoch
   */
  record ReadThrough(int partition, long throughMs) implements LabelWait {}
}

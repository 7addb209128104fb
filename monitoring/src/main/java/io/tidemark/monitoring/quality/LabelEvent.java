package io.tidemark.monitoring.quality;

/**
 * What has happened to the label of one prediction.
 *
 * @param key its cohort
 * @param opened how many predictions wait for it from now on, 0 or 1
 * @param predicted the score of the prediction that waits from now on; {@code null} for none
 * @param settled of how many nothing can change it any more, 0 or 1
 * @param says what it says from now on; {@code null} for nothing new
 * @param retracted what it takes back; {@code null} for nothing
 */
public record LabelEvent(
    CohortKey key,
    int opened,
    Double predicted,
    int settled,
    LabelledScore says,
    LabelledScore retracted)
    implements LabelNews {

  /**
   * A prediction waits for the label, or it is settled, or both.
   *
   * @param score of the prediction; {@code null} for none
   */
  public static LabelEvent moved(CohortKey key, Double score, boolean opened, boolean settled) {
    return new LabelEvent(key, opened ? 1 : 0, opened ? score : null, settled ? 1 : 0, null, null);
  }

  /** A label says something, and takes back what it said before. */
  public static LabelEvent told(CohortKey key, LabelledScore says, LabelledScore retracted) {
    return new LabelEvent(key, 0, null, 0, says, retracted);
  }

  /** Adds what has happened to the sums of its cohort. */
  public void addTo(CohortSums sums) {
    sums.opened(opened);
    sums.predicted(predicted);
    sums.settled(settled);
    if (retracted != null) {
      sums.retract(retracted);
    }
    if (says != null) {
      sums.add(says);
    }
  }
}

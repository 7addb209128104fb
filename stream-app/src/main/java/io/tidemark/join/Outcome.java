package io.tidemark.join;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened after a prediction, judged for every label of the model; for those that
 * read the prediction once it is known.
 *
 * <p>Two outcomes are equal, and the second is a duplicate, when time, kind, id and judgements are
 * equal: nothing else can change a label. Those that are judged are ordered by time, then by
 * content, so that of several outcomes at one instant the same one is the latest whatever order
 * they arrive in.
 *
 * @param requestId the prediction it belongs to
 * @param timeMs when it happened, milliseconds since the Unix epoch
 * @param kind what happened, such as {@code click}: the outcome log's {@code outcome} field
 * @param id what tells it from others whatever they say; empty where only that does
 * @param judgements at most one per label, in label order; a label it says nothing about is absent
 * @param facts what the other labels are judged by once its prediction is known; {@code null} when
 *     all are
 */
public record Outcome(
    String requestId, long timeMs, String kind, String id, List<Judgement> judgements, Facts facts)
    implements Comparable<Outcome> {

  private static final Comparator<Outcome> ORDER =
      Comparator.comparingLong(Outcome::timeMs)
          .thenComparing(Outcome::kind)
          .thenComparing(Outcome::id)
          .thenComparing(Outcome::judgements, Outcome::compareAll)
          .thenComparing(Outcome::requestId);

  public Outcome {
    judgements = judgements.stream().sorted().toList();
  }

  /** An outcome that is judged, and is told from others by what it says. */
  public Outcome(String requestId, long timeMs, String kind, List<Judgement> judgements) {
    this(requestId, timeMs, kind, "", judgements, null);
  }

  /** Whether nothing is left to be judged. */
  public boolean isJudged() {
    return facts == null;
  }

  /** Whether both have the same id. */
  boolean repeats(Outcome other) {
    return !id.isEmpty() && id.equals(other.id);
  }

  /** What it says about the label, if that is anything and could be judged. */
  Optional<Judgement> speaks(String label) {
    return judgement(label).filter(Judgement::speaks);
  }

  /** What it says about the label; empty when nothing. */
  public Optional<Judgement> judgement(String label) {
    return judgements.stream().filter(j -> j.label().equals(label)).findFirst();
  }

  @Override
  public int compareTo(Outcome other) {
    return ORDER.compare(this, other);
  }

  private static int compareAll(List<Judgement> left, List<Judgement> right) {
    Iterator<Judgement> rights = right.iterator();
    for (Judgement judgement : left) {
      int order = rights.hasNext() ? judgement.compareTo(rights.next()) : 1;
      if (order != 0) {
        return order;
      }
    }
    return rights.hasNext() ? -1 : 0;
  }
}

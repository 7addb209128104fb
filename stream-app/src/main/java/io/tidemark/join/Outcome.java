package io.tidemark.join;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened after a prediction, already judged for every label of the model.
 *
 * <p>Two outcomes are equal, and the second is a duplicate, when time, kind and judgements are
 * equal: nothing else can change a label. Ordered by time, then by content, so that of several
 * outcomes at one instant the same one is the latest whatever order they arrive in.
 *
 * @param requestId the prediction it belongs to
 * @param timeMs when it happened, milliseconds since the Unix epoch
 * @param kind what happened, such as {@code click}: the outcome log's {@code outcome} field
 * @param judgements at most one per label, in label order; a label it says nothing about is absent
 */
public record Outcome(String requestId, long timeMs, String kind, List<Judgement> judgements)
    implements Comparable<Outcome> {

  private static final Comparator<Outcome> ORDER =
      Comparator.comparingLong(Outcome::timeMs)
          .thenComparing(Outcome::kind)
          .thenComparing(Outcome::judgements, Outcome::compareAll)
          .thenComparing(Outcome::requestId);

  public Outcome {
    judgements = judgements.stream().sorted().toList();
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

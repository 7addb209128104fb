package io.tidemark.join;

import java.util.Comparator;

/**
 * What one outcome says about one label.
 *
 * @param label the label's name
 * @param evidence for or against
 * @param weight weight of the example should this outcome decide the label; finite, at least 0
 */
public record Judgement(String label, Evidence evidence, double weight)
    implements Comparable<Judgement> {

  private static final Comparator<Judgement> ORDER =
      Comparator.comparing(Judgement::label)
          .thenComparing(Judgement::evidence)
          .thenComparingDouble(Judgement::weight);

  public Judgement {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "Invalid weight "
              + weight
              + " for label "
              + label
              + ": must be finite and at least 0. Guard the weight expression.");
    }
  }

  @Override
  public int compareTo(Judgement other) {
    return ORDER.compare(this, other);
  }
}

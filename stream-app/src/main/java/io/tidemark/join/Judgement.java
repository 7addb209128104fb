package io.tidemark.join;

import java.util.Comparator;

/**
 * What one outcome says about one label.
 *
 * @param label the label's name
 * @param evidence for or against
 * @param value the label's value should this outcome decide it; finite
 * @param weight weight of the example should this outcome decide the label; finite, at least 0
 * @param key of outcomes with equal ones the latest is in force; empty where the label has no keys
 * @param rank how many sources there are whose word counts before this one's; at least 0
 */
public record Judgement(
    String label, Evidence evidence, double value, double weight, String key, int rank)
    implements Comparable<Judgement> {

  private static final Comparator<Judgement> ORDER =
      Comparator.comparing(Judgement::label)
          .thenComparing(Judgement::evidence)
          .thenComparingDouble(Judgement::weight)
          .thenComparingDouble(Judgement::value)
          .thenComparing(Judgement::key)
          .thenComparingInt(Judgement::rank);

  public Judgement {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "Invalid weight "
              + weight
              + " for label "
              + label
              + ": must be finite and at least 0. Guard the weight expression.");
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "Invalid value "
              + value
              + " for label "
              + label
              + ": must be finite. Guard the value expression.");
    }
    // so that equal numbers are equal: -0.0 is none of its own
    weight = weight + 0.0;
    value = value + 0.0;
  }

  /** What an outcome says about a label that is positive or negative. */
  public Judgement(String label, Evidence evidence, double weight) {
    this(label, evidence, evidence.usualValue(), weight, "", 0);
  }

  /** An outcome that could not be judged. */
  static Judgement none(String label) {
    return new Judgement(label, Evidence.UNJUDGED, 1.0);
  }

  /** Whether it speaks for or against the label. */
  boolean speaks() {
    return evidence != Evidence.UNJUDGED;
  }

  boolean isPositive() {
    return evidence == Evidence.POSITIVE;
  }

  @Override
  public int compareTo(Judgement other) {
    return ORDER.compare(this, other);
  }
}

package io.tidemark.definition;

import java.util.List;

/**
 * The expressions of a label. They read the outcome's fields by their names or as {@code
 * outcome.<field>}, and those of the prediction as {@code prediction.<field>}.
 *
 * @param positive boolean: the outcome makes the label positive
 * @param negative boolean: one that is not positive makes it negative; {@code null} when none does
 * @param value the label's value; {@link Measure#NONE} for 1 and 0
 * @param weight the example's weight; {@link Measure#NONE} for 1
 * @param by text, number or boolean: of equal ones the latest outcome is in force; {@code null}
 *     where the label does not tell outcomes apart so
 * @param priority whose word counts where outcomes contradict each other, or {@code null}
 */
public record LabelTerms(
    String positive, String negative, Measure value, Measure weight, String by, Priority priority) {

  /** Terms of a label that only positive outcomes decide. */
  public static LabelTerms of(String positive, String weight) {
    Measure measure = weight == null ? Measure.NONE : new Measure(weight, null, null);
    return new LabelTerms(positive, null, Measure.NONE, measure, null, null);
  }

  /**
   * A number of an example, by what makes it; each an expression or {@code null} for the usual one.
   *
   * @param positive where a positive outcome does
   * @param negative where a negative outcome does
   * @param timeout where silence does: over the prediction alone
   */
  public record Measure(String positive, String negative, String timeout) {
    /** The usual numbers. */
    public static final Measure NONE = new Measure(null, null, null);
  }

  /**
   * Whose word counts.
   *
   * @param of text: who says it
   * @param order from the one whose word counts before all others; who is not named comes last
   */
  public record Priority(String of, List<String> order) {
    public Priority {
      order = List.copyOf(order);
    }
  }
}

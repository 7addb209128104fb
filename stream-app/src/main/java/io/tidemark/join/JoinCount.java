package io.tidemark.join;

/**
 * One more of something.
 *
 * @param counter what is counted
 * @param label the label for counters per label, else {@code null}
 */
public record JoinCount(JoinCounter counter, String label) {

  public JoinCount {
    if (counter.perLabel() != (label != null)) {
      throw new IllegalArgumentException(counter + " does not go with label " + label);
    }
  }
}

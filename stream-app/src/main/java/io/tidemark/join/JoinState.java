package io.tidemark.join;

import java.util.List;

/**
 * What is known about one request id. Immutable. A request id nothing is known about has no state:
 * {@code null} at the borders of {@link JoinEngine}.
 */
public sealed interface JoinState {

  /** The earliest instant at which time alone changes this state. */
  long dueMs();

  /** Whether the label waits for an outcome: it is open and nothing has decided it. */
  default boolean pending(String label) {
    return false;
  }

  /**
   * Outcomes whose prediction has not arrived.
   *
   * @param outcomes at least one, in the order they were read
   */
  record Waiting(List<Held> outcomes) implements JoinState {
    public Waiting {
      outcomes = List.copyOf(outcomes);
    }

    @Override
    public long dueMs() {
      return outcomes.stream().mapToLong(Held::expiresAtMs).min().orElse(Long.MAX_VALUE);
    }
  }

  /**
   * An outcome whose prediction has not arrived.
   *
   * @param arrival the outcome and when it came
   * @param expiresAtMs when it becomes an orphan
   */
  record Held(Arrival arrival, long expiresAtMs) {}

  /**
   * A prediction with at least one open label.
   *
   * @param prediction the first prediction of the request id
   * @param outcomes the distinct outcomes in time for a label and inside its window, in order
   * @param labels the labels that are open, at least one
   */
  record Open(Prediction prediction, List<Arrival> outcomes, List<OpenLabel> labels)
      implements JoinState {
    public Open {
      outcomes = List.copyOf(outcomes);
      labels = List.copyOf(labels);
    }

    @Override
    public long dueMs() {
      return labels.stream().mapToLong(OpenLabel::closesAtMs).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public boolean pending(String label) {
      return labels.stream().anyMatch(l -> l.name().equals(label) && l.standing() == null);
    }
  }

  /**
   * A prediction whose labels are all closed, remembered so that what still arrives is counted as
   * late or repeated.
   *
   * @param forgetAtMs when the request id is forgotten
   */
  record Closed(long forgetAtMs) implements JoinState {
    @Override
    public long dueMs() {
      return forgetAtMs;
    }
  }
}

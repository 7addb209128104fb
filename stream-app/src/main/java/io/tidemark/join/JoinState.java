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
   * @param readAt where it was read
   */
  record Held(Arrival arrival, long expiresAtMs, ReadAt readAt) {}

  /**
   * A prediction with at least one label that outcomes can decide or correct.
   *
   * @param prediction the first prediction of the request id
   * @param arrivedMs when it came
   * @param outcomes the distinct outcomes in time for a label and inside its window, in order
   * @param labels those labels, and closed ones inside a horizon that only counts
   */
  record Open(Prediction prediction, long arrivedMs, List<Arrival> outcomes, List<OpenLabel> labels)
      implements JoinState {
    public Open {
      outcomes = List.copyOf(outcomes);
      labels = List.copyOf(labels);
    }

    @Override
    public long dueMs() {
      return labels.stream()
          .filter(label -> label.isOpen() || label.isCorrectable())
          .mapToLong(label -> label.isOpen() ? label.closesAtMs() : label.horizonMs())
          .min()
          .orElse(Long.MAX_VALUE);
    }

    Open with(List<Arrival> others, List<OpenLabel> now) {
      return new Open(prediction, arrivedMs, others, now);
    }

    /** Whether nothing was published of a label yet. */
    public boolean unsaid(String label) {
      return labels.stream()
          .filter(l -> l.name().equals(label) && l.isOpen())
          .anyMatch(l -> l.standing() == null || l.standing().told() == 0);
    }

    @Override
    public boolean pending(String label) {
      return labels.stream()
          .anyMatch(l -> l.name().equals(label) && l.isOpen() && l.standing() == null);
    }
  }

  /** A request that is over, remembered for what still arrives. */
  sealed interface Ended extends JoinState {
    /** When the request id is forgotten. */
    long forgetAtMs();

    @Override
    default long dueMs() {
      return forgetAtMs();
    }
  }

  /**
   * A prediction that is about an entity which was erased: nothing of it is left, and what still
   * arrives is counted and left.
   *
   * @param forgetAtMs when the request id is forgotten
   */
  record Erased(long forgetAtMs) implements Ended {}

  /**
   * A prediction whose labels are all closed for good, remembered so that what still arrives is
   * counted as late or repeated.
   *
   * @param forgetAtMs when the request id is forgotten
   * @param labels those whose late horizon had not ended when the last one closed
   */
  record Closed(long forgetAtMs, List<ClosedLabel> labels) implements Ended {
    public Closed {
      labels = List.copyOf(labels);
    }

    /** No label has a late horizon. */
    public Closed(long forgetAtMs) {
      this(forgetAtMs, List.of());
    }
  }
}

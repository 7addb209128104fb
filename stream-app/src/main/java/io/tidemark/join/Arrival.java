package io.tidemark.join;

/**
 * An outcome and when it came.
 *
 * @param atMs the earliest arrival of it or of its equal repeats, milliseconds since the Unix epoch
 */
public record Arrival(Outcome outcome, long atMs) implements Comparable<Arrival> {

  /** By outcome, as those are ordered. */
  @Override
  public int compareTo(Arrival other) {
    int order = outcome.compareTo(other.outcome);
    return order == 0 ? Long.compare(atMs, other.atMs) : order;
  }
}

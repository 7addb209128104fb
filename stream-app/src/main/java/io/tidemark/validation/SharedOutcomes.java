package io.tidemark.validation;

import io.tidemark.event.Fields;
import io.tidemark.join.Outcome;
import io.tidemark.validation.Reading.Doubted;
import java.util.List;

/** Takes outcomes of a topic that several models read: one verdict for each. Thread-safe. */
public final class SharedOutcomes {
  private final List<OutcomeReader> readers;

  /**
   * @param readers of the models, at least one
   */
  public SharedOutcomes(List<OutcomeReader> readers) {
    this.readers = List.copyOf(readers);
  }

  /**
   * Reads one outcome; doubted where a label of any model cannot be judged.
   *
   * @param wallMs the wall clock, milliseconds since the Unix epoch
   * @return the request id
   */
  public Reading<String> read(Fields fields, long wallMs) {
    return readers.stream()
        .map(reader -> reader.read(fields, wallMs).map(Outcome::requestId))
        .reduce(SharedOutcomes::both)
        .orElseThrow();
  }

  /** What is refused is so for all. */
  private static Reading<String> both(Reading<String> one, Reading<String> other) {
    if (!(other instanceof Doubted<String> doubted)) {
      return one;
    }
    return one instanceof Doubted<String> before
        ? new Doubted<>(doubted.value(), both(before.verdict(), doubted.verdict()))
        : doubted;
  }

  private static Verdict.Quarantined both(Verdict.Quarantined one, Verdict.Quarantined other) {
    return new Verdict.Quarantined(one.reason(), one.rule(), one.detail() + " " + other.detail());
  }
}

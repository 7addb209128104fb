package io.tidemark.testkit.cases;

import io.tidemark.definition.Position;
import java.util.List;

/**
 * What came of a case.
 *
 * @param name the case's name
 * @param failures what was not as expected, in the order of the steps; empty when all was
 */
public record CaseResult(String name, List<Failure> failures) {

  /**
   * One thing that was not as expected.
   *
   * @param position of the step or value
   * @param message what, expected what, found what
   */
  public record Failure(Position position, String message) {
    @Override
    public String toString() {
      return position + ": " + message;
    }
  }

  public CaseResult {
    failures = List.copyOf(failures);
  }

  /** Whether everything was as expected. */
  public boolean ok() {
    return failures.isEmpty();
  }
}

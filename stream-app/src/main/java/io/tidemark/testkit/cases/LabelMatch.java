package io.tidemark.testkit.cases;

import io.tidemark.testkit.FeatureScenario;
import io.tidemark.testkit.LabelReading;
import io.tidemark.testkit.LabelReading.Status;
import io.tidemark.testkit.cases.Step.LabelExpectation;
import java.util.Optional;

/** Whether a label is the one expected. Stateless. */
final class LabelMatch {
  private LabelMatch() {}

  /** What is other than expected; empty where nothing is. */
  static Optional<String> of(LabelExpectation expected, FeatureScenario scenario) {
    LabelReading found = scenario.label(expected.model(), expected.requestId(), expected.label());
    boolean value =
        expected.value() instanceof Number number
            ? found.value() != null && ValueMatch.of(number, found.value(), null)
            : expected.value().equals(word(found));
    boolean weight =
        expected.weight() == null || ValueMatch.of(expected.weight(), found.weight(), null);
    if (value && weight) {
      return Optional.empty();
    }
    return Optional.of(
        "label "
            + expected.label()
            + " of "
            + expected.requestId()
            + " at "
            + scenario.now()
            + ": expected "
            + expected.value()
            + (expected.weight() == null ? "" : " weighing " + expected.weight())
            + ", found "
            + (found.value() == null ? word(found) : found.value())
            + " weighing "
            + found.weight());
  }

  private static String word(LabelReading found) {
    return found.status() == Status.PENDING ? "pending" : found.value() == null ? "unlabelled" : "";
  }
}

package io.tidemark.testkit.cases;

import io.tidemark.definition.Position;
import io.tidemark.testkit.EventVerdict.Outcome;
import io.tidemark.testkit.FeatureReading.Status;
import io.tidemark.validation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One step of a case. */
public sealed interface Step {
  /** Where it stands. */
  Position position();

  /**
   * An event arrives.
   *
   * @param at when it happened
   * @param verdict what must become of it
   */
  record Arrival(
      Position position,
      String source,
      EventTime at,
      Map<String, Object> fields,
      ExpectedVerdict verdict)
      implements Step {}

  /**
   * A prediction or an outcome is logged.
   *
   * @param outcome whether it is an outcome
   * @param at when it was
   * @param verdict what must become of it
   */
  record Logged(
      Position position,
      boolean outcome,
      String model,
      EventTime at,
      Map<String, Object> fields,
      ExpectedVerdict verdict)
      implements Step {}

  /**
   * A label is read.
   *
   * @param value a number, or {@code unlabelled} or {@code pending}
   * @param weight {@code null} for any
   */
  record LabelExpectation(
      Position position, String model, String requestId, String label, Object value, Double weight)
      implements Step {}

  /** Time passes. */
  record Advance(Position position, Duration by) implements Step {}

  /** The clock goes to an instant. */
  record To(Position position, Instant instant) implements Step {}

  /**
   * Features are read.
   *
   * @param values what they must be, by name
   * @param tolerance how far numbers may be off; {@code null} for a billionth of the number
   */
  record Expectation(
      Position position,
      String entity,
      List<String> key,
      Map<String, ExpectedValue> values,
      Double tolerance)
      implements Step {}

  /**
   * What a value must be.
   *
   * @param value {@code null} for absent; ignored where only the status is expected
   * @param valueExpected whether the value counts
   * @param status {@code null} for any
   */
  record ExpectedValue(Position position, Object value, boolean valueExpected, Status status) {}

  /**
   * What must become of an event.
   *
   * @param outcome {@code null} for anything but quarantined
   * @param reason {@code null} for any
   * @param rule {@code null} for any
   */
  record ExpectedVerdict(Position position, Outcome outcome, Reason reason, String rule) {}
}

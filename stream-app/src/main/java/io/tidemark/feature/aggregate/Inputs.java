package io.tidemark.feature.aggregate;

import java.time.Instant;

/** Inputs in the one form that aggregations take; {@code null} for what none of them can. */
final class Inputs {
  private static final Double ZERO = 0.0;

  private Inputs() {}

  /**
   * A {@link Long} or a finite {@link Double}. Negative zero is read as zero, so that equal numbers
   * have equal bits.
   */
  static Object number(Object input) {
    if (input instanceof Double number) {
      return finite(number);
    }
    if (input instanceof Long) {
      return input;
    }
    if (input instanceof Float number) {
      return finite(number.doubleValue());
    }
    return input instanceof Integer number ? (Object) number.longValue() : null;
  }

  /** A {@link #number}, or an instant as milliseconds since the Unix epoch. */
  static Object ordered(Object input) {
    return input instanceof Instant instant ? (Object) instant.toEpochMilli() : number(input);
  }

  /** A number, an instant as milliseconds, a {@link String} or a {@link Boolean}. */
  static Object scalar(Object input) {
    return input instanceof String || input instanceof Boolean ? input : ordered(input);
  }

  /** Whether the input is a value at all: neither null nor a number that is not finite. */
  static boolean isPresent(Object input) {
    if (input instanceof Double number) {
      return Double.isFinite(number);
    }
    return input instanceof Float number ? Float.isFinite(number) : input != null;
  }

  private static Double finite(Double number) {
    if (number == 0.0) {
      return ZERO;
    }
    return Double.isFinite(number) ? number : null;
  }
}

package io.tidemark.testkit.cases;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Whether a value is the one expected. Stateless. */
final class ValueMatch {
  /** How far a real number may be off unless said, relative to it: less than anybody means. */
  private static final double RELATIVE_TOLERANCE = 1e-9;

  private ValueMatch() {}

  /**
   * Compares a value; numbers by size, whatever their type, lists element by element.
   *
   * @param tolerance how far numbers may be off; {@code null} for a billionth of the number, and
   *     nothing between whole numbers
   */
  static boolean of(Object expected, Object found, Double tolerance) {
    if (expected instanceof Number wanted && found instanceof Number actual) {
      return number(wanted, actual, tolerance);
    }
    if (expected instanceof List<?> wanted && found instanceof List<?> actual) {
      return list(wanted, actual, tolerance);
    }
    return Objects.equals(expected, found);
  }

  private static boolean number(Number expected, Number found, Double tolerance) {
    if (tolerance == null && expected instanceof Long && found instanceof Long) {
      return expected.equals(found);
    }
    double wanted = expected.doubleValue();
    double allowed = tolerance == null ? RELATIVE_TOLERANCE * Math.abs(wanted) : tolerance;
    return Math.abs(found.doubleValue() - wanted) <= allowed;
  }

  private static boolean list(List<?> expected, List<?> found, Double tolerance) {
    boolean same = expected.size() == found.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = of(expected.get(i), found.get(i), tolerance);
    }
    return same;
  }

  /** As a case would write it. */
  static String shown(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ValueMatch::shown).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value == null) {
      return "absent";
    }
    return value instanceof String text ? "'" + text + "'" : value.toString();
  }

  /** Whether a tolerance says anything about the value. */
  static boolean isOfNumbers(Object value) {
    return value instanceof Number
        || (value instanceof List<?> list && list.stream().anyMatch(ValueMatch::isOfNumbers));
  }
}

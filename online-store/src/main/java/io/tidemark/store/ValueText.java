package io.tidemark.store;

import java.math.BigDecimal;

/**
 * Values as the text a row holds: whole numbers in decimal, doubles in plain decimal without an
 * exponent, booleans as {@code true} or {@code false}, strings as they are.
 *
 * <p>The text of a double reads back as the same bits, in as few digits as {@link Double#toString}
 * gives; a whole double has no fraction: {@code 10}, {@code 0.1}, {@code -0}, {@code 10000000000}.
 */
public final class ValueText {
  private ValueText() {}

  /**
   * The text of a value.
   *
   * @param value a {@link Long}, finite {@link Double}, {@link Boolean} or {@link String}
   * @throws IllegalArgumentException for anything else, and for a number that is not finite
   */
  public static String of(Object value) {
    if (value instanceof Double number) {
      return decimal(number);
    }
    if (value instanceof Long || value instanceof Boolean || value instanceof String) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        "Invalid value "
            + value
            + " of "
            + (value == null ? "null" : value.getClass().getName())
            + ": a row holds long, double, boolean and string. Leave an absent value out.");
  }

  // Not another "of": a long argument would choose it and lose its last digits.
  private static String decimal(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "Invalid value " + number + ": a row holds finite numbers. Leave an absent value out.");
    }
    String text = Double.toString(number);
    if (text.indexOf('E') >= 0) {
      return plain(new BigDecimal(text));
    }
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}

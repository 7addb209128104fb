package io.tidemark.store;

import java.math.BigDecimal;
import java.util.List;

/**
 * Values as the text a row holds: whole numbers in decimal, doubles in plain decimal without an
 * exponent, booleans as {@code true} or {@code false}, strings as they are, lists as JSON arrays.
 *
 * <p>The text of a double reads back as the same bits, in as few digits as {@link Double#toString}
 * gives; a whole double has no fraction: {@code 10}, {@code 0.1}, {@code -0}, {@code 10000000000}.
 */
public final class ValueText {
  private ValueText() {}

  /**
   * The text of a value.
   *
   * @param value a {@link Long}, finite {@link Double}, {@link Boolean}, {@link String} or a list
   *     of these
   * @throws IllegalArgumentException for anything else, and for a number that is not finite
   */
  public static String of(Object value) {
    if (value instanceof Double number) {
      return decimal(number);
    }
    if (value instanceof Long || value instanceof Boolean || value instanceof String) {
      return value.toString();
    }
    if (value instanceof List<?> list) {
      return ListText.of(list);
    }
    throw new IllegalArgumentException(
        "Invalid value "
            + value
            + " of "
            + (value == null ? "null" : value.getClass().getName())
            + ": a row holds long, double, boolean, string and lists of these."
            + " Leave an absent value out.");
  }

  /**
   * The value a text stands for. A whole number is a {@link ValueType#DOUBLE} too.
   *
   * @throws IllegalArgumentException when the text is none of the type's
   */
  public static Object parse(String text, ValueType type) {
    return switch (type) {
      case LONG -> Long.valueOf(text);
      case DOUBLE -> finite(text);
      case BOOLEAN -> bool(text);
      case STRING -> text;
      case LONG_LIST, DOUBLE_LIST, BOOLEAN_LIST, STRING_LIST -> ListText.parse(text, type);
    };
  }

  private static Double finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw notA("finite double", text);
    }
    return number;
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw notA("boolean", text);
    };
  }

  private static IllegalArgumentException notA(String type, String text) {
    return new IllegalArgumentException(
        "Invalid text '"
            + text
            + "': it is no "
            + type
            + ". The feature's type may have changed; the next write of the row mends it.");
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

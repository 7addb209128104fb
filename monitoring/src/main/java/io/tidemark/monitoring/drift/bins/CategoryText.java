package io.tidemark.monitoring.drift.bins;

/** The text of a value as a category. */
public final class CategoryText {

  /** From here on not every whole number is a double, so that "whole" says nothing. */
  private static final double EXACT_WHOLE = 0x1p53;

  private CategoryText() {}

  /** A number's text: {@code 3} and {@code 3.0} are one category, and so are both zeros. */
  public static String of(double value) {
    if (value == StrictMath.rint(value) && Math.abs(value) < EXACT_WHOLE) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  /**
   * A text as a category: cut to a length, and true and false in one spelling, since files write
   * {@code True} where the stream has a boolean.
   */
  public static String of(String text, int maxLength) {
    if (text.length() == 4 && text.equalsIgnoreCase("true")) {
      return "true";
    }
    return text.length() == 5 && text.equalsIgnoreCase("false") ? "false" : cut(text, maxLength);
  }

  /**
   * The text cut to a length, so that one huge value cannot bloat a dictionary; never between the
   * halves of a surrogate pair, which would not survive UTF-8.
   */
  public static String cut(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(maxLength - 1));
    return text.substring(0, splitsPair ? maxLength - 1 : maxLength);
  }
}

package io.tidemark.validation;

/** Text about a bad record that is safe to store, log and show. */
final class Detail {
  static final int MAX_LENGTH = 300;
  private static final int MAX_VALUE_LENGTH = 60;

  private Detail() {}

  /** The text, cut to {@link #MAX_LENGTH} characters, without control characters. */
  static String bounded(String text) {
    return cut(text == null ? "" : text, MAX_LENGTH).replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  /** A value as a message shows it. */
  static String value(Object value) {
    return cut(String.valueOf(value), MAX_VALUE_LENGTH);
  }

  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end) + "\u2026";
  }
}

package io.tidemark.monitoring.drift.bins;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The number that a text stands for. Files, forms and maps of texts write codes and flags in one
 * type and streams in another, and a changed type is no changed world: {@code "3"} is 3, {@code
 * true} is 1 and {@code false} is 0. {@code 007} is a code, and no number.
 */
final class NumberText {
  private static final int MAX_LENGTH = 40;

  /** As JSON writes it. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private NumberText() {}

  /** The number, or none. */
  static OptionalDouble of(String text) {
    if (text.equalsIgnoreCase("true")) {
      return OptionalDouble.of(1);
    }
    if (text.equalsIgnoreCase("false")) {
      return OptionalDouble.of(0);
    }
    boolean number = text.length() <= MAX_LENGTH && NUMBER.matcher(text).matches();
    return number ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
  }
}

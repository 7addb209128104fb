package io.tidemark.replay;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a file writes numbers. What is no number of this form is refused, never read as another one.
 *
 * @param decimal the sign before the fraction; {@code null} for a point
 * @param thousands the sign between groups of three digits; {@code null} for none. A space stands
 *     for those that do not break too
 */
record NumberForm(Character decimal, Character thousands) {
  /** As JSON and programs write them. */
  static final NumberForm PLAIN = new NumberForm(null, null);

  /** What plain numbers are made of; Java's parsers take more, but refuse any other order. */
  private static final String SIGNS = "0123456789.+-eE";

  /** Digits of a number that surely is a long. */
  private static final int SHORT = 18;

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}(_\\d{3})+(?!\\d)[^_]*");

  private static final Pattern NOT_ZERO = Pattern.compile("^[^eE]*[1-9]");

  /** A sign that no number has, for what separates groups. */
  private static final char GROUP = '_';

  /** This form with everything that another says instead. */
  NumberForm overriddenBy(NumberForm other) {
    return new NumberForm(
        other.decimal == null ? decimal : other.decimal,
        other.thousands == null ? thousands : other.thousands);
  }

  /**
   * The exact value of a number or of its text, spaces around it left out.
   *
   * @throws NumberFormatException when it is none of this form, or not finite
   */
  BigDecimal exact(Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    return value instanceof Long || value instanceof Integer
        ? BigDecimal.valueOf(((Number) value).longValue())
        : new BigDecimal(value instanceof CharSequence text ? plain(text) : value.toString());
  }

  /**
   * The number as a double, and of texts also {@code NaN}, {@code inf} and {@code Infinity} in any
   * case.
   *
   * @throws NumberFormatException when it is none of this form, or beyond what a double holds
   */
  double real(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof CharSequence text) {
      String all = text.toString();
      boolean word = all.indexOf('n') >= 0 || all.indexOf('N') >= 0;
      Double special = word ? special(all.strip().toLowerCase(Locale.ROOT)) : null;
      return special == null ? finite(Double.parseDouble(plain(text)), value) : special;
    }
    return finite(Double.parseDouble(exact(value).toString()), value);
  }

  private static Double special(String text) {
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static double finite(double number, Object value) {
    boolean vanished = number == 0 && NOT_ZERO.matcher(value.toString()).find();
    if (Double.isInfinite(number) || vanished) {
      throw new NumberFormatException("out of range: " + value);
    }
    return number;
  }

  /** Whether a text is a number as JSON writes it, but for this form's signs. */
  boolean isJsonNumber(String text) {
    try {
      return JSON_NUMBER.matcher(plain(text)).matches();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String plain(CharSequence text) {
    String stripped = text.toString().strip();
    String number = equals(PLAIN) ? stripped : unpunctuated(stripped);
    for (int i = 0; i < number.length(); i++) {
      if (SIGNS.indexOf(number.charAt(i)) < 0) {
        throw new NumberFormatException("no number: " + text);
      }
    }
    return number;
  }

  /** Whether a value is written as a whole number of few digits, as most are, and nothing else. */
  boolean isShortWhole(Object value) {
    if (!(value instanceof String text) || text.isEmpty() || text.length() > SHORT) {
      return false;
    }
    for (int i = text.charAt(0) == '-' && text.length() > 1 ? 1 : 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * The text with a point before the fraction and without groups, which must be of three digits.
   */
  private String unpunctuated(String text) {
    String grouped = thousands == null ? text.replace(GROUP, '?') : marked(text);
    String pointed = decimal == null || decimal == '.' ? grouped : commaToPoint(grouped);
    if (pointed.indexOf(GROUP) < 0) {
      return pointed;
    }
    return GROUPED.matcher(pointed).matches() ? pointed.replace("_", "") : "";
  }

  private String marked(String text) {
    String marked =
        (thousands == GROUP ? text : text.replace(GROUP, '?')).replace(thousands, GROUP);
    return thousands == ' ' ? marked.replace('\u00A0', GROUP).replace('\u202F', GROUP) : marked;
  }

  private String commaToPoint(String text) {
    return text.replace('.', '?').replace(decimal, '.');
  }

  /** Whether a plain number is a whole one by its type. */
  static boolean isWhole(Object value) {
    return value instanceof Long || value instanceof Integer || value instanceof BigInteger;
  }
}

package io.tidemark.store;

import io.tidemark.store.Catalog.KeyField;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the key of one kind of entity looks like: each key has one spelling, whoever names it.
 * Immutable.
 *
 * @param fields of the key, in order
 */
public record KeyForm(List<KeyField> fields) {
  /** Most characters of a part; events with longer ones are refused. */
  public static final int MAX_PART = 1_024;

  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9][0-9.]*([eE][-+]?[0-9]+)?");

  public KeyForm {
    fields = List.copyOf(fields);
  }

  /**
   * The parts of a text: itself where the key has one field, else what {@link EntityKey#join} has
   * joined.
   *
   * @throws IllegalArgumentException with the rule, when there are not as many as fields
   */
  public List<String> parts(String text) {
    List<String> parts = fields.size() == 1 ? List.of(text) : EntityKey.split(text);
    if (parts.size() != fields.size()) {
      throw new IllegalArgumentException("it has " + fields.size() + " parts");
    }
    return parts;
  }

  /**
   * The key as rows and state have it.
   *
   * @param parts as many as there are fields
   * @throws IllegalArgumentException with the rule that a part breaks
   */
  public String canonical(List<String> parts) {
    List<String> canonical = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      canonical.add(part(fields.get(i), parts.get(i)));
    }
    String joined = EntityKey.join(canonical);
    // as UTF-8 half a character would become a question mark, and so another key
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(joined)) {
      throw new IllegalArgumentException("it is Unicode without unpaired surrogates");
    }
    return joined;
  }

  private static String part(KeyField field, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no part of it is empty");
    }
    if (text.length() > MAX_PART) {
      throw new IllegalArgumentException("a part has at most 1,024 characters");
    }
    return switch (field.type()) {
      case LONG -> whole(field, text);
      case BOOLEAN -> flag(field, text);
      default -> text;
    };
  }

  /** A data frame whose column has a gap keeps whole numbers as 17850.0. */
  private static String whole(KeyField field, String text) {
    try {
      if (WHOLE.matcher(text).matches()) {
        return Long.toString(new BigDecimal(text).longValueExact());
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(field.name() + " is a whole number of 64 bits", e);
    }
    throw new IllegalArgumentException(field.name() + " is a whole number of 64 bits");
  }

  private static String flag(KeyField field, String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(field.name() + " is true or false");
    }
    return text;
  }
}

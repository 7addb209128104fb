package io.tidemark.validation;

import io.tidemark.event.Fields;
import java.time.Instant;

/** Reads a field in the type its role needs, or refuses the record. */
final class FieldAccess {
  /** Longest identifier accepted, in characters; it becomes a key of state and topics. */
  static final int MAX_ID_LENGTH = 512;

  /** Longest part of an entity's key, in characters. */
  static final int MAX_KEY_LENGTH = 1_024;

  private FieldAccess() {}

  static Object required(Fields fields, String name) throws RefusedException {
    Object value = fields.get(name);
    if (value == null) {
      throw missing(name, "is null or absent");
    }
    return value;
  }

  /** A text that is not empty and not longer than an identifier may be. */
  static String identifier(Fields fields, String name) throws RefusedException {
    Object value = required(fields, name);
    if (!(value instanceof String text)) {
      throw mistyped(name, value, "a string");
    }
    if (text.isEmpty()) {
      throw missing(name, "is empty");
    }
    return bounded(name, text);
  }

  /** A scalar as text: what identifies an event may be a number. */
  static String scalarIdentifier(Fields fields, String name) throws RefusedException {
    Object value = required(fields, name);
    if (value instanceof String || value instanceof Long || value instanceof Instant) {
      return bounded(name, value.toString());
    }
    throw mistyped(name, value, "a string, an integer or a timestamp");
  }

  static long instantMs(Fields fields, String name) throws RefusedException {
    Object value = required(fields, name);
    if (!(value instanceof Instant instant)) {
      throw mistyped(name, value, "a timestamp");
    }
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new RefusedException(
          Reason.BAD_EVENT_TIME, null, "Event time " + instant + " is out of range.");
    }
  }

  /** A part of an entity's key, which becomes one of Redis; null is one of another entity. */
  static void boundKey(String name, Object part) throws RefusedException {
    if (part instanceof String text && text.length() > MAX_KEY_LENGTH) {
      throw tooLong(name, text, MAX_KEY_LENGTH, "the key of an entity");
    }
  }

  private static String bounded(String name, String text) throws RefusedException {
    if (text.length() > MAX_ID_LENGTH) {
      throw tooLong(name, text, MAX_ID_LENGTH, "an identifier");
    }
    return text;
  }

  private static RefusedException tooLong(String name, String text, int most, String what) {
    return new RefusedException(
        Reason.TOO_LARGE,
        name,
        "Field %s has %d characters: at most %d are allowed in %s. Send a shorter one."
            .formatted(name, text.length(), most, what));
  }

  private static RefusedException missing(String name, String fault) {
    return new RefusedException(
        Reason.MISSING_FIELD,
        name,
        "Field " + name + " " + fault + ": it is required. Have the producer set it.");
  }

  private static RefusedException mistyped(String name, Object value, String rule) {
    return new RefusedException(
        Reason.BAD_MAPPING,
        name,
        "Field "
            + name
            + " is a "
            + value.getClass().getSimpleName()
            + " ("
            + Detail.value(value)
            + "): must be "
            + rule
            + ". Map another field or change its schema.");
  }
}

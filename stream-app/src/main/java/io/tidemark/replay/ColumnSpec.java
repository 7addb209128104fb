package io.tidemark.replay;

import java.util.Arrays;
import java.util.Locale;

/**
 * The column a field is filled from.
 *
 * @param column name of the column
 * @param type how it is read, or {@code null} for the type of the field
 * @param format the form of timestamps, as {@link TimestampFormat#parse} takes it; {@code null} for
 *     ISO-8601
 */
public record ColumnSpec(String column, ColumnType type, String format) {

  /**
   * Reads {@code column[:type[:format]]}; only a format may contain colons.
   *
   * @throws IllegalArgumentException when the type is unknown, or a format goes with another type
   *     than timestamp, date and time
   */
  public static ColumnSpec parse(String text) {
    String[] parts = text.split(":", 3);
    ColumnType type = parts.length > 1 ? type(parts[1], text) : null;
    String format = parts.length > 2 ? parts[2] : null;
    if (format != null && (type == null || !type.hasFormat())) {
      throw new IllegalArgumentException(
          "Invalid column '"
              + text
              + "': only a timestamp, date or time has a format. Remove ':"
              + format
              + "'.");
    }
    return new ColumnSpec(parts[0], type, format);
  }

  private static ColumnType type(String name, String text) {
    for (ColumnType type : ColumnType.values()) {
      if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "Unknown type '"
            + name
            + "' in column '"
            + text
            + "': must be one of "
            + Arrays.toString(ColumnType.values()).toLowerCase(Locale.ROOT)
            + ".");
  }
}

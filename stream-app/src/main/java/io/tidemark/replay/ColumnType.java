package io.tidemark.replay;

/** How the text of a column is read; by default the type of the field it goes to. */
public enum ColumnType {
  /** {@code true} or {@code 1}, {@code false} or {@code 0}, in any case. */
  BOOLEAN,
  /** A whole number of up to 64 bits. */
  LONG,
  /** A floating-point number. */
  DOUBLE,
  /** A decimal number, exactly. */
  DECIMAL,
  /** Text. */
  STRING,
  /** A date. */
  DATE,
  /** A time of day. */
  TIME,
  /** An instant, or a local date and time; see {@link TimestampFormat}. */
  TIMESTAMP;

  /** Whether a format says how text of this type is read. */
  boolean hasFormat() {
    return this == DATE || this == TIME || this == TIMESTAMP;
  }
}

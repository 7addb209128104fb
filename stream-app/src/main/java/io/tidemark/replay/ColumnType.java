package io.tidemark.replay;

/** How the text of a column is read; by default the type of the field it goes to. */
public enum ColumnType {
  /** {@code true} or {@code 1}, {@code false} or {@code 0}, in any case. */
  BOOLEAN,
  /** A whole number of 64 bits. */
  LONG,
  /** A floating-point number. */
  DOUBLE,
  /** Text. */
  STRING,
  /** An instant; see {@link TimestampFormat}. */
  TIMESTAMP
}

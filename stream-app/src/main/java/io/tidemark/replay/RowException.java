package io.tidemark.replay;

/** A row that cannot be read or mapped. The message names row, column, value, rule and hint. */
public final class RowException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_VALUE_LENGTH = 60;

  private final String reason;
  private final String content;

  private RowException(String reason, String message, String content, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.content = content;
  }

  /**
   * A row that is wrong by itself; the rows after it can be read.
   *
   * @param reason the column and the rule, the same for every row that breaks it there
   */
  static RowException of(long row, String reason, String message, String content) {
    return new RowException(reason, "Row " + row + ": " + message, content, null);
  }

  /** A row whose record is larger than may be sent; the rows after it can be. */
  public static RowException tooLarge(MappedRecord record, int bytes) {
    return of(
        record.row(),
        "record is too large",
        "its record has %,d bytes, more than max.request.size of the producer. Raise it with --set kafka.max.request.size=... and the topic's max.message.bytes."
            .formatted(bytes),
        String.valueOf(record.value()));
  }

  /** The file is broken from this row on. */
  static RowException endOfReading(long row, String message, Throwable cause) {
    return new RowException(
        "the file cannot be read from there on", "Row " + row + ": " + message, null, cause);
  }

  /** The file cannot be read at all. */
  static RowException unreadable(String message, Throwable cause) {
    return new RowException("the file cannot be read", message, null, cause);
  }

  /** A value as a message shows it: cut, in quotes. */
  static String quoted(Object value) {
    String text = String.valueOf(PlainValues.jsonValue(value));
    return "'"
        + (text.length() <= MAX_VALUE_LENGTH ? text : text.substring(0, MAX_VALUE_LENGTH) + "...")
        + "'";
  }

  /** What rows refused for the same reason are counted under. */
  public String reason() {
    return reason;
  }

  /**
   * Whether reading may go on with the next row. False when the file cannot be read any further: to
   * skip then would lose the rest of the file unnoticed.
   */
  public boolean skippable() {
    return content != null;
  }

  /**
   * The row as text, for {@link OnError#SEND}: a JSON object where the row could be read, else what
   * the file has in its place; {@code null} when not skippable.
   */
  public String content() {
    return content;
  }
}

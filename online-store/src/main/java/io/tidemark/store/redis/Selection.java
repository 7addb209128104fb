package io.tidemark.store.redis;

import io.tidemark.store.redis.RowLayout.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The fields to read of a hash, encoded once for all keys of a batch. Immutable. */
final class Selection {
  private final List<String> describing;
  private final List<Column> columns;
  private final byte[] head;
  private final byte[] tail;

  /**
   * Creates a selection.
   *
   * @param command the name of the command, whose arguments are the key and the fields
   * @param describing fields that describe a row, which come first in an answer without names
   * @param columns values in the order of the answer; none when the answer names its fields
   */
  Selection(String command, Arguments fields, List<String> describing, List<Column> columns) {
    this.describing = describing;
    this.columns = columns;
    this.head =
        ("*" + (fields.count() + 2) + "\r\n$" + command.length() + "\r\n" + command + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.tail = fields.toBytes();
  }

  boolean isAll() {
    return columns.isEmpty();
  }

  List<String> describing() {
    return describing;
  }

  List<Column> columns() {
    return columns;
  }

  /** What stands before the key. */
  byte[] head() {
    return head;
  }

  /** What stands after the key. */
  byte[] tail() {
    return tail;
  }
}

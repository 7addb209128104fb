package io.tidemark.app.cli;

/** What became of the rows read. */
final class RowTally {
  long records;
  long leftOut;
  long skipped;
  long sentRaw;

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format("%,d records", records));
    append(text, leftOut, "left out by --where");
    append(text, skipped, "skipped with an error");
    append(text, sentRaw, "sent as they are, for quarantine");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(String.format(", %,d %s", count, what));
    }
  }
}

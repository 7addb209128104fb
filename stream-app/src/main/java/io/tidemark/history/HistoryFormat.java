package io.tidemark.history;

import java.util.stream.Collectors;
import org.apache.avro.SchemaNormalization;

/** What rows look like: the layout of keys and tables, and the schemas of the records. */
public final class HistoryFormat {
  /** A name that rows of this format have, and of no other. */
  public static final String NAME =
      HistoryTable.ALL.stream()
          .map(HistoryFormat::fingerprint)
          .collect(Collectors.joining("-", "1-", ""));

  private HistoryFormat() {}

  private static String fingerprint(HistoryTable table) {
    long schema = SchemaNormalization.parsingFingerprint64(table.schema());
    return Long.toHexString(
        31 * schema + (table.parts() + table.time() + table.bySeries()).hashCode());
  }
}

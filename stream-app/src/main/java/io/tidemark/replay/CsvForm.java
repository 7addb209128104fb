package io.tidemark.replay;

import java.util.List;
import java.util.Set;

/**
 * How a CSV file is written; {@code null} for what is not said.
 *
 * @param delimiter between values; by default a tab in a file called {@code .tsv} or {@code .tab},
 *     else a comma
 * @param quote around values that hold the delimiter; {@link #NONE} for no quoting; by default "
 * @param header whether the first row names the columns; by default it does
 * @param columns names of the columns where there is no header; by default {@code c1}, {@code c2}
 *     and so on
 * @param nulls texts that mean there is no value, as an empty cell does; by default none
 */
record CsvForm(
    Character delimiter, Character quote, Boolean header, List<String> columns, Set<String> nulls) {
  /** In place of a quote: there is none. */
  static final char NONE = '\0';

  /** Says nothing. */
  static final CsvForm DEFAULT = new CsvForm(null, null, null, null, null);

  CsvForm overriddenBy(CsvForm other) {
    return new CsvForm(
        other.delimiter == null ? delimiter : other.delimiter,
        other.quote == null ? quote : other.quote,
        other.header == null ? header : other.header,
        other.columns == null ? columns : other.columns,
        other.nulls == null ? nulls : other.nulls);
  }

  boolean hasHeader() {
    return header == null || header;
  }

  /** Whether a cell holds no value. */
  boolean isNull(String cell) {
    return cell.isEmpty() || nulls != null && nulls.contains(cell.strip());
  }
}

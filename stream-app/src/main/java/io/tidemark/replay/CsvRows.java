package io.tidemark.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Rows of a CSV file. A column without a name is called by the empty text. */
final class CsvRows extends RowReader {
  /** What else may stand between values, and how it is said. */
  private static final Map<Character, String> DELIMITERS =
      Map.of(',', "','", ';', "';'", '\t', "tab", '|', "'|'");

  private final CsvForm form;
  private final CSVFormat format;
  private final TextInput text;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> columns;
  private CSVRecord last;
  private long row;

  CsvRows(InputStream content, FileForm form, char usualDelimiter, ReadProgress progress)
      throws IOException {
    super(progress);
    this.form = form.csv();
    this.format = format(this.form, usualDelimiter);
    this.text = new TextInput(content, form.charset());
    this.parser = format.parse(new BufferedReader(text));
    this.records = parser.iterator();
    this.columns = this.form.hasHeader() ? header() : named();
  }

  private static CSVFormat format(CsvForm form, char usualDelimiter) {
    char delimiter = form.delimiter() == null ? usualDelimiter : form.delimiter();
    char quote = form.quote() == null ? '"' : form.quote();
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(delimiter)
        .setQuote(quote == CsvForm.NONE ? null : (Character) quote)
        .get();
  }

  private List<String> header() {
    if (!hasNext()) {
      return List.of();
    }
    List<String> names = records.next().toList();
    checkDelimiter(names);
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw RowException.unreadable(
            "the header names column '"
                + name
                + "' twice: each column must have a name of its own. Rename one of them.",
            null);
      }
      if (!TextInput.isText(name)) {
        throw RowException.unreadable(
            "the header has bytes that are no " + text.charset() + ". Say --encoding.", null);
      }
    }
    return names;
  }

  /** A file of one column whose name holds what usually stands between columns has another one. */
  private void checkDelimiter(List<String> names) {
    if (names.size() > 1 || form.delimiter() != null) {
      return;
    }
    for (Map.Entry<Character, String> other : DELIMITERS.entrySet()) {
      if (names.get(0).indexOf(other.getKey()) >= 0) {
        throw RowException.unreadable(
            "the header is one column, "
                + RowException.quoted(names.get(0))
                + ", which holds the delimiter "
                + other.getValue()
                + ". Say --delimiter "
                + other.getValue()
                + ", or --delimiter "
                + DELIMITERS.get(format.getDelimiterString().charAt(0))
                + " where it is one column.",
            null);
      }
    }
  }

  private List<String> named() {
    if (form.columns() != null) {
      return form.columns();
    }
    if (!hasNext()) {
      return List.of();
    }
    last = records.next();
    return IntStream.rangeClosed(1, last.size()).mapToObj(number -> "c" + number).toList();
  }

  @Override
  public boolean hasNext() {
    try {
      return isFirstWaiting() || records.hasNext();
    } catch (UncheckedIOException | IllegalStateException e) {
      throw RowException.endOfReading(
          row + 1, "the file is no CSV from here on (" + cause(e) + "). Correct it.", e);
    }
  }

  /** The library wraps what went wrong in the name of its class. */
  private static String cause(RuntimeException error) {
    return error.getCause() == null ? error.getMessage() : error.getCause().getMessage();
  }

  /** The first row of a file without a header is read to count its columns. */
  private boolean isFirstWaiting() {
    return row == 0 && last != null;
  }

  @Override
  public Row next() {
    CSVRecord next = isFirstWaiting() ? last : records.next();
    last = next;
    row++;
    if (next.size() != columns.size()) {
      throw ragged(next);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String cell = next.get(i);
      values.put(columns.get(i), form.isNull(cell) ? null : cell);
    }
    Row read = new Row(row, values);
    if (text.isMalformed()) {
      requireText(read, text.charset());
    }
    return read;
  }

  private RowException ragged(CSVRecord next) {
    return RowException.of(
        row,
        "number of values differs from the header",
        "has "
            + next.size()
            + " values, but the header has "
            + columns.size()
            + " columns. Quote values that contain a delimiter.",
        String.join(format.getDelimiterString(), next));
  }

  @Override
  public List<String> columns() {
    return List.copyOf(columns);
  }

  @Override
  public boolean isTyped() {
    return false;
  }

  @Override
  RejectedRows rejects(OutputStream out) throws IOException {
    CSVPrinter printer =
        format.builder().setRecordSeparator('\n').get().print(new TextOutput(out, text));
    if (form.hasHeader() && !columns.isEmpty()) {
      printer.printRecord(columns);
    }
    return new RejectedRows() {
      @Override
      public void add() throws IOException {
        printer.printRecord(last);
      }

      @Override
      public void close() throws IOException {
        printer.close(true);
      }
    };
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}

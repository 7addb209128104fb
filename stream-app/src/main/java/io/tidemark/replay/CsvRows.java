package io.tidemark.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Rows of a CSV file. A column without a name is called by the empty text. */
final class CsvRows extends RowReader {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setAllowMissingColumnNames(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> columns;
  private long row;

  CsvRows(InputStream content, ReadProgress progress) throws IOException {
    super(progress);
    this.parser = FORMAT.parse(withoutByteOrderMark(content));
    this.records = parser.iterator();
    this.columns = parser.getHeaderNames();
  }

  private static Reader withoutByteOrderMark(InputStream content) throws IOException {
    Reader reader = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  @Override
  public boolean hasNext() {
    try {
      return records.hasNext();
    } catch (UncheckedIOException | IllegalStateException e) {
      throw RowException.endOfReading(
          row + 1, "the file is no CSV from here on (" + e.getMessage() + "). Correct it.", e);
    }
  }

  @Override
  public Row next() {
    CSVRecord next = records.next();
    row++;
    if (next.size() != columns.size()) {
      throw RowException.of(
          row,
          "has "
              + next.size()
              + " values, but the header has "
              + columns.size()
              + " columns. Quote values that contain a comma.",
          String.join(",", next));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i), next.get(i));
    }
    return new Row(row, values);
  }

  @Override
  public List<String> columns() {
    return List.copyOf(columns);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}

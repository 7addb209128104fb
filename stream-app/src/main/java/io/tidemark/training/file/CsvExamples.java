package io.tidemark.training.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.LabelledExample;
import io.tidemark.training.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/** Lines of RFC 4180 in UTF-8, texts and times in quotes; times as ISO 8601 writes them, in UTC. */
final class CsvExamples implements ExampleFile {
  private final List<Column> columns;
  private final CSVPrinter out;

  CsvExamples(OutputStream target, List<Column> columns) throws IOException {
    this.columns = columns;
    this.out =
        CSVFormat.RFC4180
            .builder()
            .setQuoteMode(QuoteMode.NON_NUMERIC)
            .setHeader(columns.stream().map(Column::name).toArray(String[]::new))
            .get()
            .print(new OutputStreamWriter(target, UTF_8));
  }

  @Override
  public void write(LabelledExample example) throws IOException {
    for (Column column : columns) {
      out.print(column.cell(example));
    }
    out.println();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package io.tidemark.training.file;

import io.tidemark.training.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** The form of a file of examples. */
public enum ExampleFormat {
  /** Columns of their own kinds, compressed. */
  PARQUET,
  /** The records of the topic as they are. */
  AVRO,
  /** A header and a line for each; a missing value is nothing, an empty text two quotes. */
  CSV;

  /** How names of such files end. */
  String suffix() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  ExampleFile open(OutputStream out, List<Column> columns) throws IOException {
    return switch (this) {
      case PARQUET -> new ParquetExamples(out, columns);
      case AVRO -> new AvroExamples(out);
      case CSV -> new CsvExamples(out, columns);
    };
  }
}

package io.tidemark.replay;

import java.nio.file.Path;
import java.util.Locale;

/** The kinds of file that can be read; each may also be compressed with gzip. */
public enum RowFormat {
  /** Comma-separated values, quoted as in RFC 4180, UTF-8, with a header row. */
  CSV,
  /** One JSON object per line, UTF-8. */
  JSON_LINES,
  /** An Avro object container file. */
  AVRO;

  /**
   * The format a file's name says: {@code .csv}, {@code .jsonl}, {@code .ndjson}, {@code .json} or
   * {@code .avro}, before an optional {@code .gz}.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static RowFormat of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "csv" -> CSV;
      case "jsonl", "ndjson", "json" -> JSON_LINES;
      case "avro" -> AVRO;
      default ->
          throw new IllegalArgumentException(
              "Unknown format of file "
                  + file.getFileName()
                  + ": must end in .csv, .jsonl, .ndjson, .json or .avro, with or without .gz."
                  + " Name the format.");
    };
  }
}

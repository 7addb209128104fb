package io.tidemark.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The kinds of file that can be read; all but Parquet may be compressed as a whole. */
public enum RowFormat {
  /** Values with a delimiter between them; see {@link CsvForm}. */
  CSV,
  /** One JSON object per line. */
  JSON_LINES,
  /** An Avro object container file. */
  AVRO,
  /** A Parquet file, whose pages may be compressed. */
  PARQUET;

  /**
   * The format a file's name says: {@code .csv}, {@code .tsv}, {@code .tab}, {@code .jsonl}, {@code
   * .ndjson}, {@code .json}, {@code .avro}, before an optional {@code .gz} or {@code .zst}, or
   * {@code .parquet}.
   *
   * @throws MappingException for any other name
   */
  public static RowFormat of(Path file) {
    return switch (extension(file)) {
      case "csv", "tsv", "tab" -> CSV;
      case "jsonl", "ndjson", "json" -> JSON_LINES;
      case "avro" -> AVRO;
      case "parquet" -> PARQUET;
      default ->
          throw new MappingException(
              List.of(
                  "Unknown format of file "
                      + file.getFileName()
                      + ": must end in .csv, .tsv, .jsonl, .ndjson, .json or .avro, with or without"
                      + " .gz or .zst, or in .parquet. Name the format (--format)."));
    };
  }

  /** What stands between the values of a CSV file unless something else is said. */
  static char usualDelimiter(Path file) {
    return switch (extension(file)) {
      case "tsv", "tab" -> '\t';
      default -> ',';
    };
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.replaceAll("\\.(gz|zst|zstd)$", "");
    return plain.substring(plain.lastIndexOf('.') + 1);
  }
}

package io.tidemark.app.cli;

import io.tidemark.replay.FileForm;
import io.tidemark.replay.FileFormReader;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how a file of text is written. */
final class FormOptions {
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Of text, such as ISO-8859-1; default: UTF-8, or what a byte order mark says.")
  private String encoding;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "Between values of CSV: one character or 'tab'; default: ',', or tab in .tsv.")
  private String delimiter;

  @Option(
      names = "--quote",
      paramLabel = "CHAR",
      description = "Around values of CSV: one character or 'none'; default: '\"'.")
  private String quote;

  @Option(
      names = "--no-header",
      description = "The first row of CSV is data; columns are called c1, c2 and so on.")
  private boolean noHeader;

  @Option(
      names = "--columns",
      paramLabel = "A,B,C",
      description = "Names of the columns of CSV without a header.")
  private String columns;

  @Option(
      names = "--decimal",
      paramLabel = "CHAR",
      description = "Before the fraction of numbers in text; default: '.'.")
  private String decimal;

  @Option(
      names = "--thousands",
      paramLabel = "CHAR",
      description = "Between groups of three digits of numbers in text; default: none.")
  private String thousands;

  @Option(
      names = "--null",
      paramLabel = "A,B,C",
      description = "Texts of CSV that mean no value, as an empty cell always does; default: none.")
  private String nulls;

  /** The form said; wrong ones are all reported together. */
  FileForm form() {
    return FileFormReader.read(said());
  }

  /** What is said, as a mapping file has it. */
  Map<String, String> said() {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("encoding", encoding);
    said.put("delimiter", delimiter);
    said.put("quote", quote);
    said.put("header", noHeader ? "false" : null);
    said.put("columns", columns);
    said.put("decimal", decimal);
    said.put("thousands", thousands);
    said.put("null", nulls);
    said.values().removeIf(value -> value == null);
    return said;
  }
}

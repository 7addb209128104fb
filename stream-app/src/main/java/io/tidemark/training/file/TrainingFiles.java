package io.tidemark.training.file;

import io.tidemark.avro.LabelledExample;
import io.tidemark.bytes.Sha256;
import io.tidemark.training.Column;
import io.tidemark.training.Columns;
import io.tidemark.training.KnownExamples;
import io.tidemark.training.Part;
import io.tidemark.training.Selection;
import io.tidemark.training.Selection.Choice;
import io.tidemark.training.Tally;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of an export: the same bytes from the same examples. Every file has the same columns,
 * those of all of them. For one thread.
 */
public final class TrainingFiles implements AutoCloseable {
  private final Selection selection;
  private final List<Column> columns;
  private final Tally tally;
  private final Map<String, Open> open = new LinkedHashMap<>();

  private record Open(Part part, String name, MessageDigest digest, ExampleFile file) {}

  private TrainingFiles(Selection selection, List<Column> columns) {
    this.selection = selection;
    this.columns = columns;
    this.tally = new Tally(selection.split().parts());
  }

  /**
   * What was written.
   *
   * @param files in the order of their times
   * @param columns of files of rows; none of Avro's
   * @param tally what is in them, and what is not
   */
  public record Outcome(List<WrittenFile> files, List<Column> columns, Tally tally) {}

  /**
   * Writes them.
   *
   * @param folder where to; files of the same names there make it fail
   * @throws IOException when one cannot be written; what is there by then is not whole
   */
  public static Outcome write(
      Selection selection, KnownExamples examples, ExampleFormat format, Path folder)
      throws IOException {
    List<Column> columns =
        format == ExampleFormat.AVRO ? List.of() : columnsOf(selection, examples);
    try (TrainingFiles files = new TrainingFiles(selection, columns)) {
      for (Part part : selection.split().parts()) {
        files.open(part, format, folder);
      }
      examples.forEach(files::add);
      return files.finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Column> columnsOf(Selection selection, KnownExamples examples) {
    Columns columns = new Columns();
    examples.forEach(
        example -> {
          if (selection.choose(example).part() != null) {
            columns.see(example);
          }
        });
    return columns.all();
  }

  private void open(Part part, ExampleFormat format, Path folder) throws IOException {
    String name = part.name() + format.suffix();
    MessageDigest digest = Sha256.digest();
    OutputStream out =
        new DigestOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW)),
            digest);
    open.put(part.name(), new Open(part, name, digest, format.open(out, columns)));
  }

  private void add(LabelledExample example) {
    Choice choice = selection.choose(example);
    tally.add(choice, example);
    if (choice.part() != null) {
      try {
        open.get(choice.part().name()).file().write(example);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Outcome finish() throws IOException {
    List<WrittenFile> written = new ArrayList<>();
    for (Open one : open.values()) {
      one.file().close();
      written.add(
          new WrittenFile(one.part(), one.name(), HexFormat.of().formatHex(one.digest().digest())));
    }
    open.clear();
    return new Outcome(written, columns, tally);
  }

  /** Lets go of what was not finished. */
  @Override
  public void close() throws IOException {
    for (Open one : open.values()) {
      one.file().close();
    }
  }
}

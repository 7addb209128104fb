package io.tidemark.app.cli;

import io.tidemark.replay.FileFormReader;
import io.tidemark.replay.MappingFlags;
import io.tidemark.replay.MappingSpec;
import io.tidemark.replay.MappingYaml;
import io.tidemark.replay.OnError;
import io.tidemark.replay.RejectedRows;
import io.tidemark.replay.RowException;
import io.tidemark.replay.RowFormat;
import io.tidemark.replay.RowReader;
import io.tidemark.replay.TargetSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that reads rows of a file as records. */
final class MappingOptions {
  @Option(names = "--mapping", paramLabel = "FILE", description = "The mapping as a YAML file.")
  private Path mapping;

  @Option(
      names = "--schema",
      description = "An .avsc file, or one of our records such as PredictionLog.")
  private String schema;

  @Option(
      names = "--format",
      description = "${COMPLETION-CANDIDATES}; default: by the file's name.")
  private RowFormat format;

  @Option(
      names = "--map",
      paramLabel = "FIELD=COLUMN[:TYPE[:FORMAT]]",
      description =
          "A field from a column; types: string, long, double, decimal, boolean, timestamp, date, time.")
  private List<String> map = new ArrayList<>();

  @Option(names = "--const", paramLabel = "FIELD=VALUE", description = "A field that is constant.")
  private List<String> constants = new ArrayList<>();

  @Option(
      names = "--id",
      paramLabel = "FIELD=TEMPLATE",
      description = "A generated field: {row}, {hash} and {column} are filled in.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--where", paramLabel = "COLUMN==VALUE", description = "Leave other rows out.")
  private List<String> where = new ArrayList<>();

  @Option(
      names = "--on-error",
      defaultValue = "STOP",
      description =
          "What becomes of a row that does not fit: ${COMPLETION-CANDIDATES}. SKIP leaves it out, SEND"
              + " publishes it as it is, so that the service quarantines it. Default:"
              + " ${DEFAULT-VALUE}.")
  private OnError onError;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description =
          "Write rows that do not fit to a file of the same form, to be corrected and read again; of"
              + " several files the second one's to FILE-2 and so on, before the extension.")
  private Path rejects;

  @Mixin private FormOptions form;

  OnError onError() {
    return onError;
  }

  /** What flags say of how files are written, as a mapping file has it. */
  Map<String, String> saidOfForm() {
    return form.said();
  }

  /** The mapping file with every flag that says otherwise. */
  MappingSpec spec(MappingFlags.Target target) {
    MappingSpec file = mapping == null ? MappingSpec.EMPTY : read(mapping);
    MappingSpec flags = new MappingFlags(map, constants, ids, where).spec(schema, target);
    MappingSpec both = file.overriddenBy(flags.of(form.form()));
    return both.of(FileFormReader.checked(both.form()));
  }

  /**
   * Opens a file of rows.
   *
   * @throws CommandFailure when it cannot be read
   */
  RowReader open(Path file, MappingSpec spec, RowTally tally) {
    try {
      return RowReader.open(file, format == null ? RowFormat.of(file) : format, spec.form());
    } catch (RowException e) {
      throw new RefusedRows(file, onError, RejectedRows.NONE, row -> {}, tally).end(e);
    }
  }

  /**
   * What takes the rows of a file that do not fit.
   *
   * @param position of the file among those read, 0 for the first
   */
  RejectedRows rejects(List<Path> files, int position, RowReader reader) throws IOException {
    if (rejects == null) {
      return RejectedRows.NONE;
    }
    Path target = numbered(rejects, position);
    for (Path file : files) {
      if (Files.exists(target) && Files.isSameFile(target, file)) {
        throw new CommandFailure(
            "Invalid --rejects " + rejects + ": " + file + " is read, so it must be another file.");
      }
    }
    return reader.rejects(target);
  }

  private static Path numbered(Path file, int position) {
    String name = file.getFileName().toString();
    int end = name.indexOf('.', 1) < 0 ? name.length() : name.indexOf('.', 1);
    return position == 0
        ? file
        : file.resolveSibling(name.substring(0, end) + "-" + (position + 1) + name.substring(end));
  }

  /** The schema of the records; a file's path is relative to the mapping file. */
  Schema schema(MappingSpec spec, String fallback) {
    String name = spec.schema() == null ? fallback : spec.schema();
    if (name == null) {
      throw new CommandFailure(
          "No schema: say what a row becomes with --schema, or with schema: in the mapping.");
    }
    boolean fromFile = schema == null && mapping != null && mapping.getParent() != null;
    return TargetSchema.load(name, fromFile ? mapping.getParent() : Path.of(""));
  }

  private static MappingSpec read(Path file) {
    try {
      return MappingYaml.parse(Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailure("Cannot read mapping " + file + ": it must be a YAML file.", e);
    }
  }
}

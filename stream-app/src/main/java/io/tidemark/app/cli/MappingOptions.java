package io.tidemark.app.cli;

import io.tidemark.replay.MappingFlags;
import io.tidemark.replay.MappingSpec;
import io.tidemark.replay.MappingYaml;
import io.tidemark.replay.OnError;
import io.tidemark.replay.RowFormat;
import io.tidemark.replay.TargetSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
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
      description = "A field from a column; types: string, long, double, boolean, timestamp.")
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
          "What becomes of a row that does not fit: ${COMPLETION-CANDIDATES}. SEND publishes it as it"
              + " is, so that the service quarantines it. Default: ${DEFAULT-VALUE}.")
  private OnError onError;

  OnError onError() {
    return onError;
  }

  /** The mapping file with every flag that says otherwise. */
  MappingSpec spec(MappingFlags.Target target) {
    MappingSpec file = mapping == null ? MappingSpec.EMPTY : read(mapping);
    return file.overriddenBy(new MappingFlags(map, constants, ids, where).spec(schema, target));
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

  RowFormat format(Path file) {
    return format == null ? RowFormat.of(file) : format;
  }

  private static MappingSpec read(Path file) {
    try {
      return MappingYaml.parse(Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailure("Cannot read mapping " + file + ": it must be a YAML file.", e);
    }
  }
}

package io.tidemark.app.cli;

import io.tidemark.app.settings.Settings;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.replay.MappingProposal;
import io.tidemark.replay.MappingSpec;
import io.tidemark.replay.RejectedRows;
import io.tidemark.replay.Row;
import io.tidemark.replay.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;

/**
 * Writes a mapping file for a file of rows.
 *
 * @param options how the file is read
 * @param spec what is known of the mapping; it has a topic
 * @param settings say where the registry is, which is asked unless the schema is said
 */
record MappingWriter(MappingOptions options, MappingSpec spec, Settings settings) {

  /**
   * Writes the mapping, and beside it the schema where the registry has it.
   *
   * @param target the mapping file; must not be there yet
   * @return how many rows were looked at
   */
  int write(Path file, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new CommandFailure(
          "Invalid --propose "
              + target
              + ": the file is there, and may be somebody's work. Name"
              + " another, or move it.");
    }
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("topic", spec.topic());
    Schema schema = schema(target, said);
    said.putAll(options.saidOfForm());
    List<Row> rows = rows(file);
    if (rows.isEmpty()) {
      throw new CommandFailure(
          "No rows in " + file + ": a mapping is proposed from the first ones.");
    }
    Files.writeString(target, MappingProposal.yaml(said, schema, rows));
    return rows.size();
  }

  private Schema schema(Path target, Map<String, Object> said) throws IOException {
    if (spec.schema() != null) {
      said.put("schema", spec.schema());
      return options.schema(spec, null);
    }
    try (SchemaRegistry registry = SchemaRegistries.connect(settings.registry())) {
      Schema schema = registry.latest(spec.topic() + "-value").schema();
      String name = spec.topic() + ".avsc";
      Files.writeString(target.resolveSibling(name), SchemaFormatter.format("json/pretty", schema));
      said.put("schema", name);
      return schema;
    }
  }

  /** Rows that cannot be read are of no use here, and are refused when they are published. */
  private List<Row> rows(Path file) throws IOException {
    RowTally tally = new RowTally();
    List<Row> rows = new ArrayList<>();
    try (RowReader reader = options.open(file, spec, tally)) {
      RefusedRows refused =
          new RefusedRows(file, options.onError(), RejectedRows.NONE, row -> {}, tally);
      ReadRows<Row> read = new ReadRows<>(reader, Optional::of, refused, tally);
      while (rows.size() < MappingProposal.ROWS && read.advance()) {
        rows.add(read.current());
      }
    }
    return rows;
  }
}

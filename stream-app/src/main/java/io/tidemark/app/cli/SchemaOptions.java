package io.tidemark.app.cli;

import io.tidemark.app.SourceSchemas;
import io.tidemark.replay.TargetSchema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Schemas that are in files instead of the registry. */
final class SchemaOptions {
  @Option(
      names = "--schema",
      paramLabel = "TOPIC=FILE",
      description = "Read a topic's schema from an .avsc file instead of the registry.")
  private Map<String, Path> files = new LinkedHashMap<>();

  void into(SourceSchemas schemas) {
    files.forEach(
        (topic, file) -> schemas.put(topic, TargetSchema.load(file.toString(), Path.of(""))));
  }
}

package io.tidemark.app.cli;

import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.replay.TargetSchema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Schemas that are given instead of taken from the registry. */
final class SchemaOptions {
  @Option(
      names = "--schema",
      paramLabel = "TOPIC=SCHEMA",
      description =
          "A topic's schema, an .avsc file or one of our records such as UserEvent, instead of the"
              + " registry's.")
  private Map<String, String> given = new LinkedHashMap<>();

  void into(SourceSchemas schemas) {
    given.forEach((topic, name) -> schemas.put(topic, TargetSchema.load(name, Path.of(""))));
  }
}

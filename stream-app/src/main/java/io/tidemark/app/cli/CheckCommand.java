package io.tidemark.app.cli;

import io.tidemark.app.SourceSchemas;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.replay.TargetSchema;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks definitions against schemas without starting anything. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Check definitions against the schemas of their topics; report every problem.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DefinitionOptions definitions;
  @Mixin private SettingsOptions settings;

  @Option(
      names = "--schema",
      paramLabel = "TOPIC=FILE",
      description = "Read a topic's schema from an .avsc file instead of the registry.")
  private Map<String, Path> files = new LinkedHashMap<>();

  @Override
  public Integer call() throws DefinitionException {
    LoadedDefinitions loaded = definitions.load();
    Settings chosen = settings.load(definitions.settings());
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry())) {
      SourceSchemas schemas = new SourceSchemas(registry, definitions.builtIn());
      files.forEach((topic, file) -> schemas.put(topic, read(file)));
      CheckedDefinitions checked =
          DefinitionChecker.check(
              loaded,
              new ExpressionCompiler(),
              topic -> schemas.of(topic, loaded.definitions()).map(AvroTypes::recordType));
      report(checked);
    }
    return 0;
  }

  private static Schema read(Path file) {
    return TargetSchema.load(file.toString(), Path.of(""));
  }

  private void report(CheckedDefinitions checked) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Definitions of %s are valid: %d sources, %d feature groups, %d models%n",
        checked.definitions().namespace(),
        checked.sources().size(),
        checked.groups().size(),
        checked.models().size());
    out.flush();
  }
}

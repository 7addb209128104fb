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
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private SchemaOptions files;

  @Override
  public Integer call() throws DefinitionException {
    LoadedDefinitions loaded = definitions.load();
    Settings chosen = settings.load(definitions.settings());
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry())) {
      SourceSchemas schemas = new SourceSchemas(registry, definitions.builtIn());
      files.into(schemas);
      CheckedDefinitions checked =
          DefinitionChecker.check(
              loaded,
              new ExpressionCompiler(),
              topic -> schemas.of(topic, loaded.definitions()).map(AvroTypes::recordType));
      report(checked);
    }
    return 0;
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

package io.tidemark.app.cli;

import io.tidemark.app.FeatureServing;
import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the feature server alone until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Run the feature server alone: it reads Redis, needs no Kafka and writes nothing.",
      "It takes the same definitions and settings as `run`. Types of features come from the schemas"
          + " of their sources, from the registry or from files."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private DefinitionOptions definitions;
  @Mixin private SchemaOptions files;
  @Mixin private SettingsOptions settings;

  @Override
  public Integer call() throws DefinitionException, InterruptedException {
    LoadedDefinitions loaded = definitions.load();
    Settings chosen = settings.loadForStart(definitions.settings());
    FeatureServing serving = new FeatureServing(chosen);
    return ProcessRun.of(serving, () -> start(serving, loaded, chosen));
  }

  private void start(FeatureServing serving, LoadedDefinitions loaded, Settings chosen)
      throws DefinitionException {
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry())) {
      SourceSchemas schemas = new SourceSchemas(registry, definitions.builtIn());
      files.into(schemas);
      serving.start(loaded, schemas);
    }
  }
}

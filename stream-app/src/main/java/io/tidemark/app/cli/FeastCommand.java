package io.tidemark.app.cli;

import io.tidemark.app.plan.CatalogPlan;
import io.tidemark.app.plan.FeastPlan;
import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.settings.RedisSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.store.feast.FeastRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes what a Feast project needs to read what is declared. */
@Command(
    name = "feast",
    mixinStandardHelpOptions = true,
    description =
        "Write the Python file of entities, views, sources and feature services by which a Feast"
            + " project reads what is declared; Redis has to be in layout feast.")
final class FeastCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DefinitionOptions definitions;
  @Mixin private SettingsOptions settings;
  @Mixin private SchemaOptions given;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description =
          "Write tidemark_features.py there, and feature_store.yaml where there is none. Default:"
              + " the Python file alone, on the standard output.")
  private Path folder;

  @Override
  public Integer call() throws DefinitionException, IOException {
    LoadedDefinitions loaded = definitions.load();
    Settings chosen = settings.load(definitions.settings());
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry())) {
      SourceSchemas schemas = new SourceSchemas(registry, definitions.builtIn());
      given.into(schemas);
      CheckedDefinitions checked = schemas.check(loaded);
      write(checked, chosen);
    }
    remind(chosen, loaded.definitions().namespace());
    return 0;
  }

  private void remind(Settings chosen, String namespace) {
    PrintWriter err = spec.commandLine().getErr();
    if (!chosen.get(RedisSetting.LAYOUT).equals("feast")) {
      err.println(
          "Feast finds nothing while redis.layout is plain. Run the service and its readers with"
              + " redis.layout=feast, and ./tidemark rebuild once.");
    }
    if (namespace.contains("-")) {
      err.println(
          "Feast refuses the project "
              + namespace
              + ": it takes no '-' in a name, whatever its online store is. Use '_' in the"
              + " namespace.");
    }
    err.flush();
  }

  private void write(CheckedDefinitions checked, Settings chosen) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String features = FeastRepository.of(CatalogPlan.of(checked, chosen));
    if (folder == null) {
      out.print(features);
    } else {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new ParameterException(
            spec.commandLine(), "Invalid --output " + folder + ": it is a file. Name a folder.");
      }
      Files.createDirectories(folder);
      out.println(Files.writeString(folder.resolve("tidemark_features.py"), features));
      Path configuration = folder.resolve("feature_store.yaml");
      if (Files.notExists(configuration)) {
        String namespace = checked.definitions().namespace();
        out.println(Files.writeString(configuration, FeastPlan.configuration(namespace, chosen)));
      }
    }
    out.flush();
  }
}

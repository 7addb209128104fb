package io.tidemark.app.cli;

import io.tidemark.app.settings.SettingsSection;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.yaml.DefinitionsReader;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where definitions come from. */
final class DefinitionOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Definitions: a YAML file, or a folder of them. Default: the built-in definitions for the"
              + " UserEvent, PredictionLog and OutcomeLog schemas.")
  private Path config;

  boolean builtIn() {
    return config == null;
  }

  LoadedDefinitions load() throws DefinitionException {
    return builtIn() ? DefinitionsReader.builtIn() : DefinitionsReader.read(config);
  }

  /** The {@code settings:} part of the same files. */
  Map<String, String> settings() {
    return builtIn() ? Map.of() : SettingsSection.read(config);
  }
}

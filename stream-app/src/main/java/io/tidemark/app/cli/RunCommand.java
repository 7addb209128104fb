package io.tidemark.app.cli;

import io.tidemark.app.Service;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop or fails. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Run the service.",
      "Settings are made in the definitions file (settings:), in the environment"
          + " (TIDEMARK_HTTP_PORT, or TIDEMARK_REDIS_URL_FILE for a value in a file) and with --set,"
          + " later ones before earlier ones."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private DefinitionOptions definitions;
  @Mixin private SettingsOptions settings;

  @Option(
      names = "--take-over",
      description =
          "Become the one who writes the namespace in Redis, also where another application.id is:"
              + " that one ends.")
  private boolean takeOver;

  @Override
  public Integer call() throws DefinitionException, InterruptedException {
    LoadedDefinitions loaded = definitions.load();
    Settings chosen = settings.loadForStart(definitions.settings());
    Service service = new Service(chosen, definitions.builtIn(), takeOver);
    return ProcessRun.of(service, () -> service.start(loaded));
  }
}

package io.tidemark.app.cli;

import io.tidemark.app.plan.StartChecks;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that talks to Kafka, Redis or the registry. */
final class SettingsOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting, before every other place it is made. `tidemark settings` lists them.")
  private Map<String, String> flags = new LinkedHashMap<>();

  /** The settings, where the definitions file has some too. */
  Settings load(Map<String, String> fromFile) {
    return loader(fromFile).load();
  }

  /** The same for a process that runs for long: whatever is wrong is told before it starts. */
  Settings loadForStart(Map<String, String> fromFile) {
    return loader(fromFile).load(StartChecks.ALL);
  }

  private SettingsLoader loader(Map<String, String> fromFile) {
    return new SettingsLoader().file(fromFile).environment(System.getenv()).flags(flags);
  }

  Settings load() {
    return load(Map.of());
  }
}

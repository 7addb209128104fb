package io.tidemark.app.plan;

import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsCheck;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.registry.RegistrySettingsException;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SettingProblem;
import java.util.List;

/** What settings of a process that runs for long are asked before any part is made with them. */
public final class StartChecks {
  public static final List<SettingsCheck> ALL =
      List.of(
          new SettingsCheck("redis.", RedisPlan::of),
          new SettingsCheck("schema.registry.", StartChecks::registry),
          new SettingsCheck("http.", HttpPlan::require));

  private StartChecks() {}

  private static void registry(Settings settings) {
    try {
      SchemaRegistries.require(settings.registry());
    } catch (RegistrySettingsException e) {
      throw new SettingsException(e.problems().stream().map(SettingProblem::toString).toList());
    }
  }
}

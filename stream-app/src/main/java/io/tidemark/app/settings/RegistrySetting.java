package io.tidemark.app.settings;

import java.util.List;
import java.util.Optional;

/** How the schema registry is reached. */
public final class RegistrySetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<String> URLS =
      SETTINGS
          .secret()
          .text("schema.registry.url", "http://localhost:8081", "registries, in order of use");

  public static final Setting<String> CLIENT =
      SETTINGS.choice(
          "schema.registry.client",
          List.of("tidemark", "confluent"),
          "which client asks them: ours, or Confluent's own from a folder of jars");
  public static final Setting<Optional<String>> CLIENT_LIB =
      SETTINGS.optional(
          "schema.registry.client.lib", "that folder; without it lib beside tidemark.jar");

  private RegistrySetting() {}
}

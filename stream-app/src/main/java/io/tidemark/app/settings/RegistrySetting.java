package io.tidemark.app.settings;

/** How the schema registry is reached. */
public final class RegistrySetting {
  static final SettingGroup SETTINGS = new SettingGroup();

  public static final Setting<String> URLS =
      SETTINGS
          .secret()
          .text("schema.registry.url", "http://localhost:8081", "registries, in order of use");

  private RegistrySetting() {}
}

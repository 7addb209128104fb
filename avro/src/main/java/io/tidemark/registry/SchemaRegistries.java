package io.tidemark.registry;

import java.util.Map;

/** Where registries come from. */
public final class SchemaRegistries {

  private static final String AUTO_REGISTER = "auto.register.schemas";

  private SchemaRegistries() {}

  /**
   * Connects to a registry server and remembers its answers; nothing is sent yet. With {@code
   * schema.registry.client} as {@code confluent} that is done by Confluent's own client, from jars
   * in the folder {@code lib} beside ours or in {@code schema.registry.client.lib}.
   *
   * @param settings Confluent's setting names and their values, with or without the prefix {@code
   *     schema.registry.}
   * @throws RegistrySettingsException with everything that is wrong with the settings
   */
  public static SchemaRegistry connect(Map<String, String> settings) {
    if (ConfluentJars.chosen(settings)) {
      return ConfluentJars.connect(settings);
    }
    RegistrySettings parsed = RegistrySettings.parse(settings);
    return new CachingSchemaRegistry(
        new HttpSchemaRegistry(parsed, Pacing.SYSTEM),
        parsed.cacheCapacity(),
        parsed.latestTtl(),
        Pacing.SYSTEM::nanos);
  }

  /**
   * Checks settings without connecting. Those of Confluent's client are its own to check.
   *
   * @throws RegistrySettingsException with everything that is wrong with the settings
   */
  public static void require(Map<String, String> settings) {
    if (!ConfluentJars.chosen(settings)) {
      RegistrySettings unused = RegistrySettings.parse(settings);
    }
  }

  /**
   * Whether settings let writers register schemas that are not there: {@code
   * auto.register.schemas}, true unless set.
   */
  public static boolean autoRegister(Map<String, String> settings) {
    return ConfluentJars.chosen(settings)
        ? !"false".equals(ConfluentSettings.of(settings).configs().get(AUTO_REGISTER))
        : RegistrySettings.parse(settings).autoRegister();
  }
}

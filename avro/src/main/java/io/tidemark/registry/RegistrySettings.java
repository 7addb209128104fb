package io.tidemark.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * How to reach a registry, under Confluent's own setting names; {@code avro/README.md} lists them.
 *
 * <p>The time-outs are shorter than Confluent's minute, since a stream task that waits longer than
 * its transaction may live is fenced off.
 *
 * @param endpoints where to ask, in order of preference; one or more
 * @param access tokens of an issuer, headers and the proxy
 * @param tls how to trust and be trusted, or null for the platform's defaults
 * @param timing time-outs and retries
 * @param cacheCapacity most schemas remembered, 1 or more
 * @param latestTtl how long the newest version of a subject is believed, 0 or more
 * @param autoRegister whether writers register schemas that are not there
 */
record RegistrySettings(
    List<Endpoint> endpoints,
    AccessSettings.Access access,
    SSLContext tls,
    Timing timing,
    int cacheCapacity,
    Duration latestTtl,
    boolean autoRegister) {

  /**
   * Time-outs and retries.
   *
   * @param connect longest wait for a connection
   * @param read longest wait for one answer, connecting included
   * @param total longest time for one call, all retries and pauses included
   * @param retries rounds through all endpoints after the first, 0 or more
   * @param pause longest pause before the first retry; doubles with each
   * @param maxPause longest pause before any retry
   */
  record Timing(
      Duration connect,
      Duration read,
      Duration total,
      int retries,
      Duration pause,
      Duration maxPause) {}

  /** Reads settings; throws {@link RegistrySettingsException} with all that is wrong with them. */
  static RegistrySettings parse(Map<String, String> settings) {
    SettingReader reader = new SettingReader(settings);
    reader.choice(ConfluentJars.CHOICE, "tidemark", List.of("tidemark", ConfluentJars.CONFLUENT));
    reader.text(ConfluentJars.FOLDER);
    RegistrySettings parsed =
        new RegistrySettings(
            EndpointSettings.read(reader),
            AccessSettings.read(reader),
            TlsSettings.read(reader),
            timing(reader),
            reader.integer("max.schemas.per.subject", 1000, 1),
            Duration.ofSeconds(reader.integer("latest.cache.ttl.sec", 60, 0)),
            reader.flag("auto.register.schemas", true));
    reader.finish();
    return parsed;
  }

  private static Timing timing(SettingReader reader) {
    return new Timing(
        reader.millis("http.connect.timeout.ms", 2000, 1),
        reader.millis("http.read.timeout.ms", 3000, 1),
        reader.millis("total.timeout.ms", 8000, 1),
        reader.integer("max.retries", 3, 0),
        reader.millis("retries.wait.ms", 100, 0),
        reader.millis("retries.max.wait.ms", 2000, 0));
  }
}

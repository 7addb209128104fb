package io.tidemark.registry;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Confluent's own client from jars that a user put into a folder.
 *
 * <p>They are no part of this program, so its class path does not have them: a loader of their own
 * reads the folder's jars first, and shares with us Avro, the log and the interface.
 */
final class ConfluentJars {

  static final String CHOICE = "client";
  static final String FOLDER = "client.lib";
  static final String CONFLUENT = "confluent";
  private static final String ADAPTER = "io.tidemark.registry.confluent.ConfluentSchemaRegistry";

  private ConfluentJars() {}

  /** Whether settings ask for Confluent's client. */
  static boolean chosen(Map<String, String> settings) {
    return CONFLUENT.equals(settings.getOrDefault(SettingReader.PREFIX + CHOICE, "").strip());
  }

  /**
   * Connects by Confluent's client; nothing is sent yet.
   *
   * @throws RegistrySettingsException when the jars are not there, or refuse the settings
   */
  static SchemaRegistry connect(Map<String, String> settings) {
    String chosen = settings.getOrDefault(SettingReader.PREFIX + FOLDER, "").strip();
    Path folder = chosen.isEmpty() ? besideOurs() : Path.of(chosen);
    try {
      return create(new ConfluentLoader(jars(folder)), ConfluentSettings.of(settings));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof LinkageError missing
          ? incomplete(folder, missing)
          : refused(e.getCause());
    } catch (LinkageError e) {
      throw incomplete(folder, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SchemaRegistry create(ConfluentLoader loader, ConfluentSettings settings)
      throws ReflectiveOperationException {
    // it finds its ways to authenticate as services, by the loader of the thread
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return (SchemaRegistry)
          Class.forName(ADAPTER, true, loader)
              .getConstructor(ConfluentSettings.class)
              .newInstance(settings);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The folder {@code lib} beside the jar this class is in. */
  static Path besideOurs() {
    return ourCode().toAbsolutePath().resolveSibling("lib");
  }

  static Path ourCode() {
    try {
      return Path.of(
          ConfluentJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<URL> jars(Path folder) {
    List<URL> jars = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
          jars.add(file.toUri().toURL());
        }
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw problem("must be in a folder that can be read, and %s cannot".formatted(folder));
      }
    }
    return jars;
  }

  private static RegistrySettingsException incomplete(Path folder, LinkageError missing) {
    return problem(
        "needs Confluent's client in the folder %s, where %s is missing"
            .formatted(folder, missing.getMessage()));
  }

  private static RegistrySettingsException refused(Throwable failure) {
    return problem("is given settings that its client refuses: " + failure);
  }

  private static RegistrySettingsException problem(String rule) {
    return new RegistrySettingsException(
        List.of(
            new SettingProblem(
                SettingReader.PREFIX + CHOICE,
                CONFLUENT,
                rule,
                "Put kafka-schema-registry-client and the jars it depends on there, from"
                    + " https://packages.confluent.io/maven, or leave the setting out.")));
  }
}

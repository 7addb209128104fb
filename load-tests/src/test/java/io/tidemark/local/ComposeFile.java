package io.tidemark.local;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The images that {@code docker-compose.yml} names, so that tests run on what users get. */
final class ComposeFile {
  private static final Path FILE = BuiltFiles.repository().resolve("docker-compose.yml");

  private final Map<String, Map<String, Object>> services;

  private ComposeFile(Map<String, Map<String, Map<String, Object>>> content) {
    this.services = content.get("services");
  }

  static ComposeFile read() {
    try (Reader reader = Files.newBufferedReader(FILE)) {
      return new ComposeFile(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
  }

  String image(String service) {
    return (String) service(service, "image");
  }

  /** The words of the command a service is started with. */
  List<String> command(String service) {
    return ((List<?>) service(service, "command")).stream().map(String.class::cast).toList();
  }

  private Object service(String service, String key) {
    Object value = services.getOrDefault(service, Map.of()).get(key);
    if (value == null) {
      throw new StackException("Missing services." + service + "." + key + " in " + FILE);
    }
    return value;
  }
}

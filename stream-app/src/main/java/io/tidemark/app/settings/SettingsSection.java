package io.tidemark.app.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The {@code settings:} part of a definitions file. Keys may be written in dots or nested: {@code
 * http.port: 8080} is {@code http: {port: 8080}}. The rest of the file is not looked at.
 */
public final class SettingsSection {
  private SettingsSection() {}

  /**
   * Reads the part from a file, or from every YAML file of a folder; a later file wins.
   *
   * @throws SettingsException when a file cannot be read
   */
  public static Map<String, String> read(Path fileOrFolder) {
    Map<String, String> settings = new TreeMap<>();
    files(fileOrFolder).forEach(file -> flatten("", section(file), settings));
    return settings;
  }

  private static List<Path> files(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(fileOrFolder);
    }
    try (Stream<Path> files = Files.list(fileOrFolder)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException e) {
      throw new SettingsException(List.of("Cannot list folder " + fileOrFolder + ": " + e));
    }
  }

  private static Object section(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      return root instanceof Map<?, ?> map ? map.get("settings") : null;
    } catch (IOException e) {
      throw new SettingsException(List.of("Cannot read " + file + ": " + e));
    }
  }

  private static void flatten(String prefix, Object value, Map<String, String> into) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, inner) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, inner, into));
    } else if (value instanceof List<?> list) {
      into.put(prefix, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else if (value != null) {
      into.put(prefix, value.toString());
    }
  }
}

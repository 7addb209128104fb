package io.tidemark.app.settings;

import java.util.List;
import java.util.function.Consumer;

/**
 * Whether the settings of an area, each of which is fine, go together.
 *
 * @param area how their keys begin, such as {@code redis.}
 * @param check throws a {@link SettingsException} with what is wrong
 */
public record SettingsCheck(String area, Consumer<Settings> check) {

  boolean isAbout(String key) {
    return key.startsWith(area);
  }

  List<String> problems(Settings settings) {
    try {
      check.accept(settings);
      return List.of();
    } catch (SettingsException e) {
      return e.problems();
    }
  }
}

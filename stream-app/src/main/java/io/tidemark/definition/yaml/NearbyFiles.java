package io.tidemark.definition.yaml;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that definitions name.
 *
 * @param folder what the names are relative to
 */
record NearbyFiles(Path folder) {
  private static final String NEARBY = "names are relative to the definitions file";

  /** The path of the file that a key names; empty where it names none, or after reporting it. */
  Optional<String> file(MappingReader in, String key) {
    Optional<String> name = in.optionalText(key);
    name.filter(text -> !exists(text))
        .ifPresent(text -> in.problem(key, text, "there is no such file", NEARBY));
    return name.filter(this::exists).map(text -> folder.resolve(text).toString());
  }

  private boolean exists(String file) {
    try {
      return Files.isRegularFile(folder.resolve(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}

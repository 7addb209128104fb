package io.tidemark.definition.yaml;

import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads definitions from YAML and checks them against themselves, without any schema. Every problem
 * is found and reported at once. A text may hold a million characters and 30 levels, and no
 * aliases. Stateless.
 */
public final class DefinitionsReader {
  private static final String BUILT_IN = "definitions/default.yaml";

  private DefinitionsReader() {}

  /**
   * Reads a file, or every {@code *.yaml} and {@code *.yml} directly in a folder, in the order of
   * their names, as one set of definitions.
   *
   * @throws DefinitionException listing every problem, a missing or unreadable file among them
   */
  public static LoadedDefinitions read(Path fileOrFolder) throws DefinitionException {
    DefinitionsAssembly assembly = new DefinitionsAssembly();
    for (Path file : files(fileOrFolder, assembly)) {
      readFile(file, assembly);
    }
    return assembly.finish();
  }

  /**
   * Reads one text.
   *
   * @param name what positions call it
   * @param folder what file names in the text are relative to
   */
  public static LoadedDefinitions readText(String name, String text, Path folder)
      throws DefinitionException {
    DefinitionsAssembly assembly = new DefinitionsAssembly();
    assembly.add(name, text, folder);
    return assembly.finish();
  }

  /**
   * The definitions that apply when a deployment declares none: activity features over {@code
   * UserEvent}, and a model over {@code PredictionLog} and {@code OutcomeLog}.
   */
  public static LoadedDefinitions builtIn() {
    try (InputStream in = DefinitionsReader.class.getResourceAsStream("/" + BUILT_IN)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return readText(BUILT_IN, text, Path.of(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DefinitionException e) {
      throw new IllegalStateException("The built-in definitions are broken", e);
    }
  }

  private static List<Path> files(Path fileOrFolder, DefinitionsAssembly assembly) {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(fileOrFolder);
    }
    try (Stream<Path> entries = Files.list(fileOrFolder)) {
      List<Path> files = entries.filter(DefinitionsReader::isYaml).sorted().toList();
      if (files.isEmpty()) {
        assembly.refuse(fileOrFolder, "holds no *.yaml or *.yml file");
      }
      return files;
    } catch (IOException e) {
      assembly.refuse(fileOrFolder, "cannot be listed: " + e);
      return List.of();
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
  }

  private static void readFile(Path file, DefinitionsAssembly assembly) {
    try {
      if (!Files.isRegularFile(file)) {
        assembly.refuse(file, "there is no such file");
      } else if (Files.size(file) > 4L * YamlDocument.MAX_SIZE) {
        assembly.refuse(file, "is larger than " + YamlDocument.MAX_SIZE + " characters");
      } else {
        assembly.add(file.toString(), decode(file), file.resolveSibling(""));
      }
    } catch (CharacterCodingException e) {
      assembly.refuse(file, "is not UTF-8 text");
    } catch (IOException e) {
      assembly.refuse(file, "cannot be read: " + e);
    }
  }

  private static String decode(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }
}

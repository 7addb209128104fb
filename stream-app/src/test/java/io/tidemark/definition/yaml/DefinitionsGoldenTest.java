package io.tidemark.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.ShopSchemas;
import io.tidemark.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad file gives exactly the message in the text file beside it. */
class DefinitionsGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/definitions/bad");
  private static final ExpressionCompiler COMPILER = new ExpressionCompiler();

  static Stream<Path> badFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void messageIsExactly(Path file) throws IOException {
    DefinitionException error =
        catchThrowableOfType(DefinitionException.class, () -> readAndCheck(file));
    assertThat(error).as("no problem found in " + file).isNotNull();
    String message = error.getMessage().replace(FOLDER + "/", "") + "\n";
    Path expected = Path.of(file.toString().replace(".yaml", ".txt"));
    assertThat(message).isEqualTo(Files.readString(expected));
  }

  private static void readAndCheck(Path file) throws DefinitionException {
    LoadedDefinitions loaded = DefinitionsReader.read(file);
    DefinitionChecker.check(loaded, COMPILER, ShopSchemas.TYPES);
  }
}

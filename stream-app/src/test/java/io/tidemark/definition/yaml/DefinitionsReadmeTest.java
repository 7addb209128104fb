package io.tidemark.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.ShopSchemas;
import io.tidemark.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README says what the reader and the checker accept. */
class DefinitionsReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final String BEGIN = "```yaml\nnamespace:";

  private String readme;

  @BeforeEach
  void readReadme() throws IOException {
    assumeThat(README).as("the module's README").exists();
    readme = Files.readString(README);
  }

  @Test
  void exampleIsAccepted() throws Exception {
    assertThat(readme).contains(BEGIN);
    String from = readme.substring(readme.indexOf(BEGIN) + "```yaml\n".length());
    String example = from.substring(0, from.indexOf("```"));
    LoadedDefinitions loaded = DefinitionsReader.readText("README.md", example, Path.of(""));
    CheckedDefinitions checked =
        DefinitionChecker.check(loaded, new ExpressionCompiler(), ShopSchemas::of);
    assertThat(checked.groups()).hasSize(2);
    assertThat(checked.groups().get(1).derived()).isNotEmpty();
  }

  @Test
  void everyOperationHasARow() {
    for (AggregateOp op : AggregateOp.values()) {
      assertThat(readme).contains("| `" + op.label() + "` |");
    }
  }
}

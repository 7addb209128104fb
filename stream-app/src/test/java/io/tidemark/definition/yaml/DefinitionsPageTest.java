package io.tidemark.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.RecordTypes;
import io.tidemark.definition.ShopSchemas;
import io.tidemark.definition.Source;
import io.tidemark.document.MarkdownPage;
import io.tidemark.document.MarkdownPage.Block;
import io.tidemark.event.RecordType;
import io.tidemark.expression.ExpressionCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages about definitions say what the reader and the checker accept. */
class DefinitionsPageTest {
  private static final MarkdownPage PAGE = MarkdownPage.read("DEFINITIONS.md");
  private static final MarkdownPage FRONT = MarkdownPage.read("../README.md");
  private static final String REFUSED = "refused";

  /** Blocks that other tests check: CheckCasesTest and SettingsSectionTest. */
  private static final List<String> OTHERS = List.of("- name:", "settings:");

  private static final String NAMESPACE = "namespace: shop\n";
  private static final String SOURCES =
      "sources: [{name: transactions, topic: transactions, event_time: invoice_time}]\n";
  private static final String ENTITIES = "entities: [{name: customer, key: [customer_id]}]\n";

  @TestFactory
  Stream<DynamicTest> everyExampleIsAccepted() {
    List<Block> examples =
        Stream.concat(PAGE.blocks("yaml").stream(), FRONT.blocks("yaml").stream())
            .filter(block -> !block.mark().equals(REFUSED))
            .filter(block -> OTHERS.stream().noneMatch(block.text()::startsWith))
            .toList();
    assertThat(examples).hasSizeGreaterThan(6);
    return examples.stream()
        .map(
            block ->
                dynamicTest(title(block), () -> assertThat(checked(block.text())).isNotNull()));
  }

  private static String title(Block block) {
    return block.text().lines().limit(3).toList().toString();
  }

  private static CheckedDefinitions checked(String example) throws DefinitionException {
    return DefinitionChecker.check(
        DefinitionsReader.readText("shop.yaml", completed(example), Path.of("")),
        new ExpressionCompiler(),
        new PageTypes());
  }

  /** Transactions where records are mapped to outcomes, too. */
  private record PageTypes() implements RecordTypes {
    @Override
    public Optional<RecordType> of(String outcomeTopic) {
      return outcomeTopic.equals("nowhere") ? Optional.empty() : Optional.of(ShopSchemas.OUTCOME);
    }

    @Override
    public Optional<RecordType> ofPredictions(String topic) {
      return Optional.of(ShopSchemas.PREDICTION);
    }

    @Override
    public Optional<RecordType> of(Source source) {
      return ShopSchemas.of(source.topic());
    }
  }

  /** A fragment is about one thing and leaves out the rest. */
  private static String completed(String example) {
    return completed(completed(completed(example, NAMESPACE), SOURCES), ENTITIES);
  }

  private static String completed(String example, String part) {
    String key = part.substring(0, part.indexOf(':') + 1);
    return example.lines().anyMatch(line -> line.startsWith(key)) ? example : part + example;
  }

  @Test
  void whatIsRefusedIsRefusedAsThePageSays() {
    List<Block> blocks = PAGE.blocks();
    List<Block> refused = blocks.stream().filter(b -> b.mark().equals(REFUSED)).toList();
    assertThat(refused).isNotEmpty();
    for (Block block : refused) {
      Block said = blocks.get(blocks.indexOf(block) + 1);
      assertThatThrownBy(() -> checked(block.text()))
          .isInstanceOf(DefinitionException.class)
          .hasMessage(said.text().strip());
    }
  }

  @Test
  void everyOperationHasARow() {
    assertThat(
            PAGE
                .table("operation", "gives", "`of`", "parameters", "type", "cost and bound")
                .stream()
                .map(row -> row.get(0)))
        .containsExactly(
            Stream.of(AggregateOp.values()).map(AggregateOp::label).toArray(String[]::new));
  }
}

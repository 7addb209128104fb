package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.document.MarkdownPage;
import io.tidemark.validation.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about running the service lists what there is. */
class ServicePageTest {
  private static final MarkdownPage PAGE = MarkdownPage.read("README.md");

  private static Stream<String> column(int index, String... header) {
    return PAGE.table(header).stream().map(row -> row.get(index));
  }

  @Test
  void everyReasonHasARowInTheOrderOfTheChecks() {
    assertThat(column(0, "reason", "when"))
        .containsExactly(Stream.of(Reason.values()).map(Reason::name).toArray(String[]::new));
  }

  @Test
  void everyCommandHasARow() {
    assertThat(column(0, "command", "needs", "does"))
        .containsExactlyInAnyOrderElementsOf(
            TidemarkCommand.commandLine().getSubcommands().keySet());
  }
}

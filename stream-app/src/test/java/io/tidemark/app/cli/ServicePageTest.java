package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.document.MarkdownPage;
import io.tidemark.kafka.Topics;
import io.tidemark.validation.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
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
  void everyTopicOfOursHasARowWithItsCleanUp() {
    List<Topics.Topic<?>> topics = Topics.withPrefix("tidemark.").all();

    assertThat(column(0, "topic", "key", "value", "clean-up"))
        .containsExactly(topics.stream().map(Topics.Topic::name).toArray(String[]::new));
    assertThat(column(3, "topic", "key", "value", "clean-up"))
        .containsExactly(
            topics.stream()
                .map(topic -> topic.config().get(TopicConfig.CLEANUP_POLICY_CONFIG))
                .toArray(String[]::new));
  }

  @Test
  void everyCommandHasARow() {
    assertThat(column(0, "command", "needs", "does"))
        .containsExactlyInAnyOrderElementsOf(
            TidemarkCommand.commandLine().getSubcommands().keySet());
  }
}

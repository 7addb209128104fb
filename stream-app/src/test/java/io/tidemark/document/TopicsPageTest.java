package io.tidemark.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.kafka.Topics;
import io.tidemark.kafka.Topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/** The page of the topics is what the schemas and the code say. */
class TopicsPageTest {
  private static final Path PAGE = Path.of("../avro/TOPICS.md");
  private static final String AGAIN =
      "./mvnw -pl stream-app -am test -Dtest=TopicsPageTest -Dpages.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void pageIsWhatIsMadeOfSchemasAndTopics() throws IOException {
    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(PAGE, TopicsPage.text());
    }

    assertThat(PAGE).as("make it again by: %s", AGAIN).hasContent(TopicsPage.text());
  }

  @Test
  void schemasOfCompactedTopicsSayThatTheyAre() {
    for (Topic<?> topic : Topics.of("", Duration.ofDays(1), Duration.ofDays(1)).all()) {
      boolean compacted =
          topic
              .config()
              .get(TopicConfig.CLEANUP_POLICY_CONFIG)
              .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
      assertThat(topic.schema().getDoc().contains("compacted"))
          .as(topic.name())
          .isEqualTo(compacted);
    }
  }

  @Test
  void schemaThatSaysNothingOfItsTopicIsNamed() {
    assertThatThrownBy(
            () ->
                TopicsPage.Contract.of(
                    SchemaBuilder.record("Silent").doc("Whatever.").fields().endRecord()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Silent must say");
  }
}

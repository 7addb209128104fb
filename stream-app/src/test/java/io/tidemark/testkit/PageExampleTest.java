package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.document.MarkdownPage;
import io.tidemark.testkit.FeatureReading.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example on the page about definitions is the code of a test. */
class PageExampleTest {
  private static final MarkdownPage PAGE = MarkdownPage.read("DEFINITIONS.md");
  private static final Path SELF =
      Path.of("src/test/java/io/tidemark/testkit/PageExampleTest.java");

  @Test
  void exampleOfThePage() {
    FeatureScenario scenario = FeatureScenario.builtIn().at(Instant.parse("2026-11-21T14:27:00Z"));
    scenario.event("user_events", Map.of("user_id", "u1", "event_type", "view", "price", 12.5));
    scenario.advance(Duration.ofMinutes(2));
    scenario.event("user_events", Map.of("user_id", "u1", "event_type", "view", "price", 7.5));

    FeatureReading mean = scenario.feature("user", "u1", "activity.price_mean_5m");
    assertThat(mean.value()).isEqualTo(10.0);
    assertThat(mean.status()).isEqualTo(Status.WARMING); // the first event was 2 minutes ago
    assertThat(mean.validUntil()).contains(Instant.parse("2026-11-21T14:32:00Z"));

    scenario.advance(Duration.ofMinutes(10));
    assertThat(scenario.feature("user", "u1", "activity.events_5m").value()).isEqualTo(0L);
    assertThat(scenario.feature("user", "u1", "activity.price_mean_5m").isAbsent()).isTrue();
  }

  @Test
  void pageHasTheExampleAsItIsTested() throws IOException {
    assertThat(PAGE.blocks("java")).hasSize(1);
    String example = PAGE.blocks("java").get(0).text();

    assertThat(stripped(Files.readString(SELF))).contains(stripped(example));
  }

  /** Without indentation and line breaks, which differ by where the text stands. */
  private static String stripped(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }
}

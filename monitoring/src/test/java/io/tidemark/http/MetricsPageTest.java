package io.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {
  private static final MetricsPage BOTH =
      new MetricsPage() {
        @Override
        public String text() {
          return "text";
        }

        @Override
        public Optional<String> openMetrics() {
          return Optional.of("open");
        }
      };

  private static Request asking(Map<String, String> headers) {
    return new Request(
        "GET", "/metrics", Map.of(), Map.<String, List<String>>of(), headers, new byte[0]);
  }

  /** As Prometheus 2 and 3 ask. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "Application/OpenMetrics-Text; version=1.0.0"
      })
  void openMetricsIsWrittenWhereItIsAskedFor(String accept) {
    Response answer = BOTH.answer(asking(Map.of("accept", accept)));
    assertThat(new String(answer.body())).isEqualTo("open");
    assertThat(answer.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
  }

  @Test
  void textIsWrittenOtherwise() {
    for (Map<String, String> headers :
        List.of(Map.<String, String>of(), Map.of("accept", "*/*"), Map.of("accept", "text/html"))) {
      Response answer = BOTH.answer(asking(headers));
      assertThat(new String(answer.body())).isEqualTo("text");
      assertThat(answer.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }
  }

  @Test
  void whoeverWritesNoOpenMetricsAnswersWithText() {
    MetricsPage plain = () -> "text";
    Response answer =
        plain.answer(asking(Map.of("accept", "application/openmetrics-text; version=1.0.0")));
    assertThat(new String(answer.body())).isEqualTo("text");
  }
}

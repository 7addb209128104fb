package io.tidemark.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraphNamesTest {

  @Test
  void namesThatKafkaAllowsStay() {
    assertThat(GraphNames.of("ranker-v2.x_y")).isEqualTo("ranker-v2.x_y");
    assertThat(GraphNames.of("r".repeat(100))).isEqualTo("r".repeat(100));
  }

  @Test
  void othersStayDifferentAndBecomeLegal() {
    assertThat(GraphNames.of("org/ranker"))
        .matches("org_ranker\\.[0-9a-f]{12}")
        .isNotEqualTo(GraphNames.of("org_/anker"));
    assertThat(GraphNames.of("t".repeat(249)))
        .hasSize(100)
        .isNotEqualTo(GraphNames.of("t".repeat(248)));
  }
}

package io.tidemark.monitoring.drift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineJsonTest {

  private static final String MINIMAL =
      """
      {"format": 1, "model": "m", "version": "1", "created": "2026-01-01T00:00:00Z",
       "features": {"x": {"kind": "numeric", "edges": [0, 1], "counts": [0, 0, 9, 0, 0, 0, 0, 0]},
                    "y": {"kind": "categorical", "categories": ["a"], "counts": [9, 0, 0, 0]}}}
      """;

  private static BaselineProfile baseline() {
    SplittableRandom random = new SplittableRandom(50);
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < 500; i++) {
      Map<String, Object> row = new HashMap<>();
      row.put("score", random.nextGaussian() / 3);
      row.put("device", i % 3 == 0 ? "phone \u00fc\"" : i % 90 == 1 ? "tv" + i % 4 : null);
      row.put("user", "u" + random.nextInt(1_000));
      builder.add(row);
    }
    return builder.build(Instant.parse("2026-01-01T00:00:00.123Z"));
  }

  @Test
  void baselineReadsBackToTheSameBits() {
    BaselineProfile baseline = baseline();
    BaselineProfile read = BaselineJson.read(BaselineJson.write(baseline));
    assertThat(read).isEqualTo(baseline);
    assertThat(read.hash()).isEqualTo(baseline.hash());
    assertThat(BaselineJson.write(read)).isEqualTo(BaselineJson.write(baseline));
  }

  @Test
  void hashAndTailMayBeLeftOut() {
    BaselineProfile read = BaselineJson.read(MINIMAL);
    assertThat(read.features()).containsOnlyKeys("x", "y");
    assertThat(read.features().get("y").counts().total()).isEqualTo(9);
  }

  @Test
  void exampleOfTheReadmeIsABaseline() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```json\n") + "```json\n".length();
    String example = readme.substring(start, readme.indexOf("```", start));
    assertThat(BaselineJson.read(example).features()).containsOnlyKeys("age", "device");
  }

  @Test
  void editedBaselineIsRefusedUnlessItsHashIsTakenOut() {
    String edited = BaselineJson.write(baseline()).replace("\"v3\"", "\"v4\"");
    assertThatThrownBy(() -> BaselineJson.read(edited))
        .hasMessageContaining("$.hash")
        .hasMessageContaining("Take the hash out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": 1        | \"format\": 2        | $.format: 2; this release reads format 1",
        "\"model\": \"m\",    | ''                   | at $: 'model' is missing",
        "2026-01-01T00:00:00Z | yesterday            | $.created: 'yesterday'",
        "\"numeric\"          | \"fuzzy\"            | $.features.x.kind: 'fuzzy'",
        "\"edges\": [0, 1]    | \"edges\": [1, 0]    | $.features.x: Invalid edge 0.0",
        "\"edges\": [0, 1]    | \"edges\": [\"0\"]   | $.features.x.edges: must be a list of numbers",
        "[9, 0, 0, 0]         | [9, 0, 0]            | $.features.y: Invalid profile of 'y'",
        "[9, 0, 0, 0]         | [9, 0, 0, -1]        | none negative",
        "[9, 0, 0, 0]         | [9.5, 0, 0, 0]       | $.features.y.counts: must be a list of whole",
        "\"categories\": [\"a\"] | \"categories\": \"a\" | $.features.y.categories: must be a list",
        "{\"format\"          | [\"format\"          | Cannot read baseline",
      })
  void errorsSayWhereAndWhy(String good, String bad, String message) {
    assertThat(MINIMAL).contains(good);
    assertThatThrownBy(() -> BaselineJson.read(MINIMAL.replace(good, bad)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

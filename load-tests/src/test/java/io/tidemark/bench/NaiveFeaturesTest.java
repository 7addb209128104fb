package io.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NaiveFeaturesTest {
  private static final long MINUTE = 60_000;
  private static final long NOW = 1_700_000_000_000L / MINUTE * MINUTE;

  @Test
  void countsAndSumsWhatIsInTheWindowAndKeepsTheRestAbsent() {
    NaiveFeatures naive =
        new NaiveFeatures(
            FeatureSet.std16(List.of("5m", "1h")),
            List.of(event(10 * MINUTE, 2.0), event(20 * MINUTE, null), event(61 * MINUTE, 4.0)));
    assertThat(naive.at(NOW))
        .containsEntry("std.count_5m", 0.0)
        .containsEntry("std.sum_5m", 0.0)
        .doesNotContainKeys("std.mean_5m", "std.max_5m")
        .containsEntry("std.count_1h", 2.0 + stillInHop())
        .containsKeys("std.mean_1h", "std.max_1h");
  }

  /** The tail of an hour moves in five minutes. */
  private static double stillInHop() {
    long hopMs = 5 * MINUTE;
    long startMs = Math.floorDiv(NOW - 60 * MINUTE, hopMs) * hopMs;
    return NOW - 61 * MINUTE >= startMs ? 1 : 0;
  }

  @Test
  void aValueThatDiffersIsMissingOrIsTooMuchCountsOnceEach() {
    FeatureSet features = FeatureSet.std16(List.of("5m"));
    List<ShopEvent> events = List.of(event(0, 2.5));
    String asOf = Long.toString(NOW);
    Map<String, String> right =
        Map.of(
            "_as_of",
            asOf,
            "std.count_5m",
            "1",
            "std.sum_5m",
            "2.5",
            "std.mean_5m",
            "2.5",
            "std.max_5m",
            "2.5");
    Map<String, String> wrong =
        Map.of(
            "_as_of",
            asOf,
            "std.count_5m",
            "2",
            "std.sum_5m",
            "2.5",
            "std.mean_5m",
            "2.5",
            "std.min_5m",
            "2.5");
    assertThat(Sample.differing(features, events, right)).isZero();
    assertThat(Sample.differing(features, events, wrong)).isEqualTo(3);
    assertThat(Sample.differing(features, events, Map.of())).isEqualTo(4);
  }

  private static ShopEvent event(long agoMs, Double price) {
    return new ShopEvent(1, 1, "view", 1, 1, price, NOW - agoMs, 1, 1);
  }
}

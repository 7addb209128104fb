package io.tidemark.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Window;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopTest {

  @ParameterizedTest
  @CsvSource({
    "12s, 1s", "1m, 5s", "5m, 15s", "1h, 5m", "6h, 30m", "24h, 2h", "36h, 3h", "7d, 12h", "12d, 1d",
    "90d, 1d"
  })
  void hopIsTheLargestStepOfATwelfth(String window, String hop) {
    assertThat(Hop.of(new Window(window, length(window)))).isEqualTo(length(hop).toMillis());
  }

  private static Duration length(String label) {
    String prefix = label.endsWith("d") ? "P" : "PT";
    return Duration.parse(prefix + label.toUpperCase(Locale.ROOT));
  }

  @Test
  void noWindowHasMoreThanNinetyOneTiles() {
    for (long windowMs = 60_000; windowMs <= 90L * 86_400_000; windowMs += 60_000) {
      long hopMs = Hop.ofWindowMs(windowMs);
      assertThat(hopMs).isLessThanOrEqualTo(windowMs / 12);
      assertThat(windowMs / hopMs).isBetween(12L, 90L);
    }
  }
}

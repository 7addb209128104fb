package io.tidemark.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatPropertyTest {

  @ParameterizedTest
  @CsvSource({"30s, 30", "5m, 300", "1h, 3600", "24h, 86400", "7d, 604800", "2w, 1209600", "0s, 0"})
  void unitsAreSecondsMinutesHoursDaysWeeks(String text, long seconds) {
    assertThat(DurationFormat.parse(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "+5m", "1.5h", "5M", "5ms", "PT5M", "5m5s"})
  void otherFormsAreRefused(String text) {
    assertThat(DurationFormat.parse(text)).isEmpty();
  }

  @Test
  void numbersBeyondNineDigitsAreRefused() {
    assertThat(DurationFormat.parse("999999999w")).isPresent();
    assertThat(DurationFormat.parse("1000000000w")).isEmpty();
  }

  @Test
  void formatParsesBackToTheSameDuration() {
    SplittableRandom random = new SplittableRandom(3L);
    for (int i = 0; i < 2_000; i++) {
      long[] units = {1, 60, 3_600, 86_400, 604_800};
      Duration duration =
          Duration.ofSeconds(random.nextInt(1_000) * units[random.nextInt(units.length)]);
      String text = DurationFormat.format(duration);
      assertThat(DurationFormat.parse(text)).as(text).contains(duration);
      assertThat(text.length()).as(text).isLessThanOrEqualTo((duration.toSeconds() + "s").length());
    }
  }
}

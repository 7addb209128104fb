package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys of series and minutes within the service. */
class DriftKeysTest {

  /** Producers choose versions. */
  @Test
  void versionMayHoldTheSeparator() {
    for (String version : List.of("v3", "", "a\u001fb", "\u001f", "\u001f@score\u001f")) {
      Series series = new Series("ranker", version, "@score");
      MinuteKey minute = new MinuteKey(60_000, "ranker", version, "hash");

      assertThat(Series.parse(series.key())).isEqualTo(series);
      assertThat(MinuteKey.parse(minute.text())).isEqualTo(minute);
    }
  }
}

package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.tiles.Tile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys of versions, minutes and tiles within the service. */
class DriftKeysTest {

  /** Producers choose versions. */
  @Test
  void versionMayHoldTheSeparator() {
    for (String version : List.of("v3", "", "a\u001fb", "\u001f", "\u001f@score\u001f")) {
      ModelVersion key = new ModelVersion("ranker", version);
      MinuteKey minute = new MinuteKey(60_000, "ranker", version, "hash");
      Series series = new Series("ranker", version, Series.SCORE);
      TileKey tile = new TileKey(new CountedSeries(series, "hash"), new Tile(-60, Tile.HOUR));

      assertThat(ModelVersion.parse(key.key())).isEqualTo(key);
      assertThat(MinuteKey.parse(minute.text())).isEqualTo(minute);
      assertThat(TileKey.decode(tile.encode())).isEqualTo(tile);
    }
  }

  @Test
  void minutesBefore1970AreTold() {
    MinuteKey minute = new MinuteKey(-120_000, "ranker", "v3", "hash");
    assertThat(MinuteKey.parse(minute.text())).isEqualTo(minute);
  }
}

package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import io.tidemark.monitoring.drift.tiles.TileReport;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Bytes of format 1 in the stores and between the stages: a change of them needs another format.
 */
class DriftCodecsGoldenTest {
  private static final long MINUTE = 60_000;

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void tileIsReadAndWritten() {
    TileReport tile = new TileReport(3, 258 * MINUTE, "h", BinCounts.of(1, 0, 300));
    assertThat(hex(tile.encode()))
        .isEqualTo(
            "01"
                + "03" // partition
                + "80d3e10e" // start
                + "0168" // hash of the bins
                + "06" // bytes of its counts
                + "01030200d804");
    assertThat(TileReport.decode(tile.encode())).isEqualTo(tile);
  }

  @Test
  void rowIsReadAndWritten() {
    MinuteCounts row = MinuteCounts.over(Optional.empty());
    for (int i = 0; i < 5; i++) {
      row.add(Optional.empty(), feature -> null);
    }
    assertThat(hex(row.encode()))
        .isEqualTo(
            "01"
                + "01" // unsent
                + "01" // features
                + "064073636f7265" // @score
                + "03" // bytes of its counts
                + "01010a");

    MinuteCounts read = MinuteCounts.decode(row.encode());
    assertThat(read.isUnsent()).isTrue();
    assertThat(read.counts).isEqualTo(row.counts);
  }

  @Test
  void rowTakesTheLargestCounts() {
    MinuteCounts row = MinuteCounts.over(Optional.empty());
    long[] counts = new long[4_096];
    Arrays.setAll(counts, i -> (1L << 62) - i);
    row.counts.put("wide", BinCounts.of(counts));

    assertThat(MinuteCounts.decode(row.encode()).counts).isEqualTo(row.counts);
  }

  @Test
  void seriesIsReadAndWritten() {
    TileLayout layout = TileLayout.of(2, List.of(Duration.ofMinutes(15)));
    RollingTiles tiles = new RollingTiles(layout, 258 * MINUTE);
    tiles.put(1, 258 * MINUTE, BinCounts.of(4, 5));
    Series series = new Series("m", "v", "@score");
    SeriesWatch watch = new SeriesWatch(series, "h", tiles);
    assertThat(hex(watch.encode()))
        .isEqualTo("01" + "0168" + "0e" + "0102010f0f84040001000102080a");

    SeriesWatch read = SeriesWatch.decode(series, watch.encode());
    assertThat(read.series()).isEqualTo(series);
    assertThat(read.isOver("h")).isTrue();
    WatchPolicy policy = new WatchPolicy(layout.windows(), DriftRule.DEFAULT);
    assertThat(read.advanceTo(258 * MINUTE, policy, Optional.empty()))
        .extracting(Evaluation::counts)
        .containsExactly(BinCounts.of(4, 5));
  }

  @Test
  void unknownFormatsAreRefused() {
    byte[] unknown = {9, 0, 0};
    assertThatThrownBy(() -> TileReport.decode(unknown))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9");
    assertThatThrownBy(() -> MinuteCounts.decode(unknown)).hasMessageContaining("format 9");
    Series series = new Series("m", "v", "f");
    assertThatThrownBy(() -> SeriesWatch.decode(series, unknown)).hasMessageContaining("format 9");
  }
}

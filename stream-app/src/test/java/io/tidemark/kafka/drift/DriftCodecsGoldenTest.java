package io.tidemark.kafka.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.RollingTiles;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.TileLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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
    DriftTile tile = new DriftTile(3, 258 * MINUTE, "h", BinCounts.of(1, 0, 300));
    assertThat(hex(tile.encode()))
        .isEqualTo(
            "01"
                + "03" // partition
                + "80d3e10e" // start
                + "0168" // hash of the bins
                + "06" // bytes of its counts
                + "01030200d804");
    assertThat(DriftTile.decode(tile.encode())).isEqualTo(tile);
  }

  @Test
  void rowIsReadAndWritten() {
    TileRow row = TileRow.withoutBaseline();
    row.counts.get(Series.SCORE).add(0, 5);
    row.unsent = true;
    assertThat(hex(row.encode()))
        .isEqualTo(
            "01"
                + "01" // unsent
                + "01" // features
                + "064073636f7265" // @score
                + "03" // bytes of its counts
                + "01010a");

    TileRow read = TileRow.decode(row.encode());
    assertThat(read.unsent).isTrue();
    assertThat(read.counts).isEqualTo(row.counts);
  }

  @Test
  void rowTakesTheLargestCounts() {
    TileRow row = TileRow.withoutBaseline();
    long[] counts = new long[4_096];
    Arrays.setAll(counts, i -> (1L << 62) - i);
    row.counts.put("wide", BinCounts.of(counts));

    assertThat(TileRow.decode(row.encode()).counts).isEqualTo(row.counts);
  }

  @Test
  void seriesIsReadAndWritten() {
    TileLayout layout = TileLayout.of(2, List.of(Duration.ofMinutes(15)));
    RollingTiles tiles = new RollingTiles(layout, 258 * MINUTE);
    tiles.put(1, 258 * MINUTE, BinCounts.of(4, 5));
    SeriesState state = new SeriesState(new Series("m", "v", "@score"), "h", tiles);
    assertThat(hex(state.encode()))
        .isEqualTo("01" + "0168" + "0e" + "0102010f0f84040001000102080a");

    SeriesState read = SeriesState.decode(state.series.key(), state.encode());
    assertThat(read.series).isEqualTo(state.series);
    assertThat(read.binning).isEqualTo("h");
    assertThat(read.tiles.window(Duration.ofMinutes(15))).isEqualTo(BinCounts.of(4, 5));
  }

  @Test
  void unknownFormatsAreRefused() {
    byte[] unknown = {9, 0, 0};
    assertThatThrownBy(() -> DriftTile.decode(unknown))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9");
    assertThatThrownBy(() -> TileRow.decode(unknown)).hasMessageContaining("format 9");
    assertThatThrownBy(() -> SeriesState.decode("k", unknown)).hasMessageContaining("format 9");
  }
}

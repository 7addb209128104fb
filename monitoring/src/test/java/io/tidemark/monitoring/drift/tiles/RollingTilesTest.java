package io.tidemark.monitoring.drift.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingTilesTest {

  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TileLayout LAYOUT =
      new TileLayout(2, List.of(FIVE, HOUR), Duration.ofMinutes(10));

  @Test
  void windowIsHalfOpenAndHoldsTheRunningMinute() {
    RollingTiles tiles = new RollingTiles(LAYOUT, at("12:34:56"));
    tiles.put(0, at("12:29:00"), BinCounts.of(1, 0));
    tiles.put(0, at("12:30:00"), BinCounts.of(10, 0));
    tiles.put(0, at("12:34:00"), BinCounts.of(100, 0));
    tiles.put(0, at("12:35:00"), BinCounts.of(1_000, 0));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(110, 0));
    assertThat(tiles.windowEndMs()).isEqualTo(at("12:35:00"));
    tiles.advanceTo(at("12:35:00"));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(1_100, 0));
    assertThat(tiles.window(HOUR)).isEqualTo(BinCounts.of(1_111, 0));
  }

  private static long at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z").toEpochMilli();
  }

  @Test
  void laterReportOfAPartitionReplacesItsEarlierOne() {
    RollingTiles tiles = new RollingTiles(LAYOUT, 0);
    tiles.put(0, 0, BinCounts.of(1, 1));
    tiles.put(1, 0, BinCounts.of(5, 0));
    tiles.put(0, 0, BinCounts.of(2, 1));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(7, 1));
    tiles.put(0, 0, BinCounts.of(0, 0));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(5, 0));
  }

  @Test
  void tileTakesReportsUntilItsGraceIsOver() {
    RollingTiles tiles = new RollingTiles(LAYOUT, 0);
    tiles.put(0, 0, BinCounts.of(1, 0));
    tiles.advanceTo(11 * 60_000 - 1);
    assertThat(tiles.put(0, 0, BinCounts.of(2, 0))).isEqualTo(RollingTiles.Put.APPLIED);
    tiles.advanceTo(11 * 60_000);
    assertThat(tiles.put(0, 0, BinCounts.of(3, 0))).isEqualTo(RollingTiles.Put.TOO_LATE);
    assertThat(tiles.window(HOUR)).isEqualTo(BinCounts.of(2, 0));
  }

  @Test
  void farFutureIsNotHeld() {
    RollingTiles tiles = new RollingTiles(LAYOUT, 0);
    assertThat(tiles.put(0, 60 * 60_000, BinCounts.of(1, 0))).isEqualTo(RollingTiles.Put.APPLIED);
    assertThat(tiles.put(0, 61 * 60_000, BinCounts.of(1, 0))).isEqualTo(RollingTiles.Put.TOO_EARLY);
    assertThat(tiles.window(HOUR).isZero()).isTrue();
  }

  @Test
  void timeNeverGoesBack() {
    RollingTiles tiles = new RollingTiles(LAYOUT, at("12:00:00"));
    tiles.put(0, at("12:00:00"), BinCounts.of(1, 0));
    tiles.advanceTo(at("11:00:00"));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(1, 0));
  }

  @Test
  void silentSeriesForgetsEverything() {
    RollingTiles tiles = new RollingTiles(LAYOUT, 0);
    tiles.put(0, 0, BinCounts.of(1, 0));
    tiles.advanceTo(59 * 60_000);
    assertThat(tiles.tileCount()).isEqualTo(1);
    tiles.advanceTo(60 * 60_000);
    assertThat(tiles.isEmpty()).isTrue();
    assertThat(tiles.window(HOUR).isZero()).isTrue();
  }

  @Test
  void wrongUseIsRefused() {
    RollingTiles tiles = new RollingTiles(LAYOUT, 0);
    assertThatThrownBy(() -> tiles.put(0, 61_000, new BinCounts(2)))
        .hasMessageContaining("61000")
        .hasMessageContaining("multiple of 60000");
    assertThatThrownBy(() -> tiles.put(0, 0, new BinCounts(3))).hasMessageContaining("3 bins");
    assertThatThrownBy(() -> tiles.window(Duration.ofMinutes(6)))
        .hasMessageContaining("PT6M")
        .hasMessageContaining("PT5M");
  }

  @Test
  void layoutsThatMakeNoTilesAreRefused() {
    assertThatThrownBy(() -> TileLayout.of(2, List.of())).hasMessageContaining("1 to 16");
    assertThatThrownBy(() -> TileLayout.of(2, List.of(Duration.ofSeconds(90))))
        .hasMessageContaining("whole minutes");
    assertThatThrownBy(() -> TileLayout.of(2, List.of(Duration.ofDays(91))))
        .hasMessageContaining("PT2184H");
    assertThatThrownBy(() -> TileLayout.of(0, List.of(HOUR))).hasMessageContaining("bins 0");
    assertThatThrownBy(() -> new TileLayout(2, List.of(FIVE), HOUR)).hasMessageContaining("grace");
  }
}

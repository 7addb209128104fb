package io.tidemark.monitoring.drift.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingTilesTest {

  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration QUARTER = Duration.ofDays(90);
  private static final TileLayout LAYOUT = new TileLayout(2, List.of(FIVE, HOUR));
  private static final long MINUTE = 60_000;

  private final MapRows rows = new MapRows();

  private RollingTiles tiles(String time) {
    return new RollingTiles(LAYOUT, rows, at(time));
  }

  @Test
  void windowIsHalfOpenAndHoldsTheRunningMinute() {
    RollingTiles tiles = tiles("12:34:56");
    tiles.add(at("12:29:00"), BinCounts.of(1, 0));
    tiles.add(at("12:30:00"), BinCounts.of(10, 0));
    tiles.add(at("12:34:00"), BinCounts.of(100, 0));
    tiles.add(at("12:35:00"), BinCounts.of(1_000, 0));
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
  void countsOfAMinuteAreAdded() {
    RollingTiles tiles = tiles("12:00:00");
    tiles.add(at("12:00:00"), BinCounts.of(1, 1));
    tiles.add(at("12:00:00"), BinCounts.of(5, 0));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(6, 1));
    assertThat(rows.size()).isEqualTo(1);
  }

  @Test
  void minuteTakesCountsForAsLongAsAnyWindowHoldsIt() {
    RollingTiles tiles = tiles("12:59:59");
    assertThat(tiles.add(at("12:00:00"), BinCounts.of(1, 0))).isTrue();
    assertThat(tiles.window(HOUR)).isEqualTo(BinCounts.of(1, 0));
    tiles.advanceTo(at("13:00:00"));
    assertThat(tiles.add(at("12:00:00"), BinCounts.of(1, 0))).isFalse();
    assertThat(tiles.window(HOUR).isZero()).isTrue();
    assertThat(rows.size()).isZero();
  }

  @Test
  void countsAheadWaitForTheirMinuteAndMoveNoWindow() {
    RollingTiles tiles = tiles("12:00:00");
    tiles.add(at("12:04:00"), BinCounts.of(7, 0));
    tiles.add(at("11:56:00"), BinCounts.of(1, 0));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(1, 0));
    tiles.advanceTo(at("12:04:00"));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(7, 0));
    assertThat(tiles.window(HOUR)).isEqualTo(BinCounts.of(8, 0));
  }

  @Test
  void windowOfMoreThanADayBeginsOnTheHour() {
    TileLayout layout = new TileLayout(1, List.of(HOUR, MONTH));
    RollingTiles tiles = new RollingTiles(layout, rows, at("12:34:56"));
    long firstMs = at("12:00:00") - MONTH.toMillis();
    assertThat(tiles.add(firstMs - MINUTE, BinCounts.of(1))).isFalse();
    assertThat(tiles.add(firstMs, BinCounts.of(10))).isTrue();
    tiles.advanceTo(at("12:58:59"));
    assertThat(tiles.window(MONTH)).isEqualTo(BinCounts.of(10));
    tiles.advanceTo(at("12:59:00"));
    assertThat(tiles.window(MONTH).isZero()).isTrue();
  }

  /** A window that begins at 12:00 is reached by the minute of 12:59, whose end is 13:00. */
  @Test
  void minutesBecomeHoursBehindTheWindowsThatNeedThem() {
    TileLayout layout = new TileLayout(1, List.of(HOUR, MONTH));
    RollingTiles tiles = new RollingTiles(layout, rows, at("12:00:00"));
    for (int minute = 0; minute < 60; minute++) {
      tiles.advanceTo(at("12:00:00") + minute * MINUTE);
      tiles.add(at("12:00:00") + minute * MINUTE, BinCounts.of(1));
    }
    assertThat(rows.size()).isEqualTo(60);
    tiles.advanceTo(at("13:59:00"));
    assertThat(rows.size()).isEqualTo(1);
    assertThat(tiles.window(MONTH)).isEqualTo(BinCounts.of(60));
    assertThat(tiles.add(at("12:10:00"), BinCounts.of(1))).as("late, but in the month").isTrue();
    assertThat(rows.size()).isEqualTo(1);
    assertThat(rows.reopen(layout, at("13:59:00")).window(MONTH)).isEqualTo(BinCounts.of(61));
  }

  /** Rows are as large as their bins, whoever counted, and as many as hours and minutes. */
  @Test
  void rowsOfAQuarterAreSmallAndBounded() {
    TileLayout layout = new TileLayout(27, List.of(HOUR, QUARTER));
    RollingTiles tiles = new RollingTiles(layout, rows, 0);
    long[] counts = new long[27];
    Arrays.fill(counts, 1_000_000);
    for (long minute = 0; minute < 90 * 1_440; minute++) {
      tiles.advanceTo(minute * MINUTE);
      tiles.add(minute * MINUTE, BinCounts.of(counts));
    }
    assertThat(tiles.window(QUARTER).count(0)).isEqualTo(90L * 1_440 * 1_000_000);
    assertThat(rows.size()).isLessThanOrEqualTo(90 * 24 + 120);
    assertThat(rows.largest()).isLessThan(256);
  }

  @Test
  void hourThatIsToBeMinutesCountsAsItsLast() {
    RollingTiles longer =
        new RollingTiles(new TileLayout(1, List.of(HOUR, MONTH)), rows, at("12:00:00"));
    longer.add(at("09:10:00"), BinCounts.of(3));
    RollingTiles shorter =
        rows.reopen(new TileLayout(1, List.of(Duration.ofHours(3))), at("12:00:00"));
    assertThat(shorter.window(Duration.ofHours(3))).isEqualTo(BinCounts.of(3));
    shorter.advanceTo(at("12:58:59"));
    assertThat(shorter.window(Duration.ofHours(3))).isEqualTo(BinCounts.of(3));
    shorter.advanceTo(at("12:59:00"));
    assertThat(shorter.isEmpty()).isTrue();
  }

  @Test
  void timeNeverGoesBack() {
    RollingTiles tiles = tiles("12:00:00");
    tiles.add(at("12:00:00"), BinCounts.of(1, 0));
    tiles.advanceTo(at("11:00:00"));
    assertThat(tiles.window(FIVE)).isEqualTo(BinCounts.of(1, 0));
  }

  @Test
  void silentSeriesForgetsEverything() {
    RollingTiles tiles = new RollingTiles(LAYOUT, rows, 0);
    tiles.add(0, BinCounts.of(1, 0));
    tiles.advanceTo(59 * MINUTE);
    assertThat(tiles.isEmpty()).isFalse();
    tiles.advanceTo(60 * MINUTE);
    assertThat(tiles.isEmpty()).isTrue();
    assertThat(tiles.window(HOUR).isZero()).isTrue();
    assertThat(rows.size()).isZero();
  }

  @Test
  void rowsThatNoWindowHoldsAreRemovedWhenTheyAreRead() {
    new RollingTiles(LAYOUT, rows, 0).add(0, BinCounts.of(1, 0));
    assertThat(rows.reopen(LAYOUT, at("12:00:00")).isEmpty()).isTrue();
    assertThat(rows.size()).isZero();
  }

  @Test
  void wrongUseIsRefused() {
    RollingTiles tiles = new RollingTiles(LAYOUT, rows, 0);
    assertThatThrownBy(() -> tiles.add(61_000, new BinCounts(2)))
        .hasMessageContaining("61000")
        .hasMessageContaining("multiple of 60000");
    assertThatThrownBy(() -> tiles.add(0, new BinCounts(3))).hasMessageContaining("3 bins");
    assertThatThrownBy(() -> tiles.window(Duration.ofMinutes(6)))
        .hasMessageContaining("PT6M")
        .hasMessageContaining("PT5M");
    assertThatThrownBy(() -> new Tile(61, Tile.HOUR)).hasMessageContaining("minute 61");
    assertThatThrownBy(() -> new Tile(60, 2)).hasMessageContaining("2 minutes");
  }

  @Test
  void layoutsThatMakeNoTilesAreRefused() {
    assertThatThrownBy(() -> TileLayout.of(2, List.of())).hasMessageContaining("1 to 16");
    assertThatThrownBy(() -> TileLayout.of(2, List.of(Duration.ofSeconds(90))))
        .hasMessageContaining("whole minutes");
    assertThatThrownBy(() -> TileLayout.of(2, List.of(Duration.ofDays(91))))
        .hasMessageContaining("PT2184H");
    assertThatThrownBy(() -> TileLayout.of(0, List.of(HOUR))).hasMessageContaining("bins 0");
  }
}

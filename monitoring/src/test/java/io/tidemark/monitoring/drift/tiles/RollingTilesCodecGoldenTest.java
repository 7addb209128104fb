package io.tidemark.monitoring.drift.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RollingTilesCodecGoldenTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final TileLayout LAYOUT =
      new TileLayout(
          2, List.of(Duration.ofMinutes(5), Duration.ofMinutes(200)), Duration.ofMinutes(2));

  /** Bytes of format 1: a change of them needs another format. */
  private static final String GOLDEN =
      "01" // format
          + "02" // bins
          + "02"
          + "05"
          + "c801" // two windows
          + "02" // grace
          + "d00f" // now: tile 1000
          + "01"
          + "03"
          + "06"
          + "02" // one closed tile of age 3: 3, 1
          + "02" // two open tiles
          + "04"
          + "02"
          + "00"
          + "02"
          + "00"
          + "0e"
          + "00"
          + "01" // age 2: p0 (1, 0), p7 (0, -1)
          + "01"
          + "01"
          + "00"
          + "04"
          + "00"; // age -1: p0 (2, 0)

  private static RollingTiles golden() {
    RollingTiles tiles = new RollingTiles(LAYOUT, 997 * 60_000);
    tiles.put(1, 997 * 60_000, BinCounts.of(3, 1));
    tiles.advanceTo(1_000 * 60_000 + 59_999);
    tiles.put(7, 998 * 60_000, BinCounts.of(0, -1));
    tiles.put(0, 1_001 * 60_000, BinCounts.of(2, 0));
    tiles.put(0, 998 * 60_000, BinCounts.of(1, 0));
    return tiles;
  }

  @Test
  void bytesOfFormat1() {
    assertThat(HEX.formatHex(RollingTilesCodec.encode(golden()))).isEqualTo(GOLDEN);
    RollingTiles decoded = RollingTilesCodec.decode(HEX.parseHex(GOLDEN));
    assertThat(decoded.window(Duration.ofMinutes(5))).isEqualTo(BinCounts.of(4, 0));
    assertThat(decoded.layout()).isEqualTo(LAYOUT);
    assertThat(HEX.formatHex(RollingTilesCodec.encode(decoded))).isEqualTo(GOLDEN);
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    byte[] bytes = HEX.parseHex(GOLDEN);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> RollingTilesCodec.decode(cut))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("rolling tiles");
    }
    assertThatThrownBy(() -> RollingTilesCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("bytes too many");
  }

  @Test
  void corruptBytesGiveTheStateTheySpellOrAreRefused() {
    SplittableRandom random = new SplittableRandom(40);
    byte[] bytes = HEX.parseHex(GOLDEN);
    int refused = 0;
    for (int run = 0; run < 20_000; run++) {
      byte[] mutated = bytes.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        mutated[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        RollingTilesCodec.encode(RollingTilesCodec.decode(mutated));
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 19_999);
  }

  @Test
  void dayOfASeriesTakesTwentyTwoBytesAMinute() {
    TileLayout layout = new TileLayout(17, List.of(Duration.ofDays(1)), Duration.ofMinutes(10));
    RollingTiles tiles = new RollingTiles(layout, 0);
    for (int minute = 0; minute < 1_440; minute++) {
      tiles.advanceTo(minute * 60_000L);
      tiles.put(
          0,
          minute * 60_000L,
          BinCounts.of(0, 0, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 0, 0, 0, 5, 0));
    }
    assertThat(tiles.window(Duration.ofDays(1)).total()).isEqualTo(1_440 * 605);
    assertThat(RollingTilesCodec.encode(tiles).length).isLessThan(22 * 1_440);
  }
}

package io.tidemark.monitoring.drift.bins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinCountsCodecGoldenTest {

  private static final HexFormat HEX = HexFormat.of();

  /** Bytes of format 1: a change of them needs another format. */
  private static final String GOLDEN =
      "0106" + "00" + "02" + "01" + "8001" + "d804" + "feffffffffffffffff01";

  private static final BinCounts COUNTS = BinCounts.of(0, 1, -1, 64, 300, Long.MAX_VALUE);

  @Test
  void bytesOfFormat1() {
    assertThat(HEX.formatHex(BinCountsCodec.encode(COUNTS))).isEqualTo(GOLDEN);
    assertThat(BinCountsCodec.decode(HEX.parseHex(GOLDEN))).isEqualTo(COUNTS);
  }

  @Test
  void extremesSurvive() {
    BinCounts extremes = BinCounts.of(Long.MIN_VALUE, Long.MAX_VALUE, 0);
    assertThat(BinCountsCodec.decode(BinCountsCodec.encode(extremes))).isEqualTo(extremes);
  }

  @Test
  void minuteOfATenBinFeatureTakesNineteenBytes() {
    BinCounts minute = BinCounts.of(0, 0, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 0, 0, 0, 5, 0);
    assertThat(BinCountsCodec.encode(minute)).hasSize(19);
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    byte[] bytes = HEX.parseHex(GOLDEN);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BinCountsCodec.decode(cut))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("Damaged bin counts: ");
    }
    assertThatThrownBy(() -> BinCountsCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("1 bytes too many");
  }

  @Test
  void otherFormatsAreNamed() {
    assertThatThrownBy(() -> BinCountsCodec.decode(new byte[] {2, 0}))
        .hasMessageContaining("format 2")
        .hasMessageContaining("reads format 1");
  }

  @Test
  void arbitraryBytesAreReadOrRefusedButNeverCrash() {
    SplittableRandom random = new SplittableRandom(20);
    int refused = 0;
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = 1;
      }
      try {
        BinCountsCodec.decode(bytes);
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 19_999);
  }
}

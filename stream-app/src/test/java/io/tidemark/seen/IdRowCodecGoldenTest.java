package io.tidemark.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes in changelogs that must be readable for ever. */
class IdRowCodecGoldenTest {
  private static final long NEWEST_MS = 1_800_000_000_000L;
  private static final String ROW =
      "01"
          + "000001a3185c5000"
          + "fffffffffffffffe"
          + "0000000000000001"
          + "00"
          + "0123456789abcdef"
          + "fedcba9876543210"
          + "ac02";

  private static PendingIds ids() {
    PendingIds ids = new PendingIds();
    ids.add(0x0123456789abcdefL, 0xfedcba9876543210L, NEWEST_MS - 300);
    ids.add(-2, 1, NEWEST_MS);
    ids.add(7, 7, NEWEST_MS - 301);
    return ids;
  }

  @Test
  void rowOfVersionOne() {
    byte[] row = IdRowCodec.encode(ids(), NEWEST_MS, NEWEST_MS - 300);
    assertThat(HexFormat.of().formatHex(row)).isEqualTo(ROW);
  }

  @Test
  void isReadBack() {
    byte[] row = HexFormat.of().parseHex(ROW);
    List<String> read = new ArrayList<>();
    IdRowCodec.decode(
        row, (high, low, timeMs) -> read.add("%x %x %d".formatted(high, low, timeMs)));
    assertThat(IdRowCodec.newestMs(row)).isEqualTo(NEWEST_MS);
    assertThat(read)
        .containsExactly(
            "fffffffffffffffe 1 1800000000000", "123456789abcdef fedcba9876543210 1799999999700");
  }

  @Test
  void rowWithoutIdsIsTheTimeAlone() {
    byte[] row = IdRowCodec.encode(new PendingIds(), NEWEST_MS, 0);
    assertThat(HexFormat.of().formatHex(row)).isEqualTo("01000001a3185c5000");
  }

  @Test
  void hashOfAnId() {
    HashValue128 hash = Hashing.xxh3_128().hashCharsTo128Bits("event-42");
    assertThat(hash).hasToString("0x84feab44750a3e8d454bbfc661c59d3a");
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] row = HexFormat.of().parseHex("02" + ROW.substring(2));
    assertThatThrownBy(() -> IdRowCodec.newestMs(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("must have version 1");
    assertThatThrownBy(() -> IdRowCodec.newestMs(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

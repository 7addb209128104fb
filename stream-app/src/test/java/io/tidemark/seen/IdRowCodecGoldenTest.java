package io.tidemark.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.bytes.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of format 1 in changelogs: a change of them needs another format. */
class IdRowCodecGoldenTest {
  private static final long NEWEST_MS = 1_800_000_000_000L;
  private static final String ROW =
      "01"
          + "80c0e285e368"
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
  void rowOfIds() {
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
    assertThat(HexFormat.of().formatHex(row)).isEqualTo("0180c0e285e368");
  }

  @Test
  void hashOfAnId() {
    HashValue128 hash = Hashing.xxh3_128().hashCharsTo128Bits("event-42");
    assertThat(hash).hasToString("0x84feab44750a3e8d454bbfc661c59d3a");
  }

  @Test
  void headOfTheIndex() {
    IdHead head = new IdHead(NEWEST_MS, 300, 301, 3_600_001);
    byte[] bytes = head.encode();
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("01" + "80c0e285e368" + "ac02" + "ad02" + "81dddb01");
    assertThat(IdHead.decode(bytes)).isEqualTo(head);
    assertThat(IdHead.decode(IdHead.empty(1).encode())).isEqualTo(IdHead.empty(1));
  }

  @Test
  void everyTruncationIsRefusedExceptBetweenIds() {
    byte[] row = HexFormat.of().parseHex(ROW);
    byte[] head = IdHead.empty(1).encode();
    for (int length = 0; length < row.length; length++) {
      byte[] cut = Arrays.copyOf(row, length);
      if (length != 7 && length != 24) {
        assertThatThrownBy(() -> IdRowCodec.decode(cut, (high, low, timeMs) -> {}))
            .as("%d bytes", length)
            .isInstanceOf(FormatException.class);
      }
    }
    for (int length = 0; length < head.length; length++) {
      byte[] cut = Arrays.copyOf(head, length);
      assertThatThrownBy(() -> IdHead.decode(cut)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void otherFormatsAreRefused() {
    byte[] row = HexFormat.of().parseHex("02" + ROW.substring(2));
    assertThatThrownBy(() -> IdRowCodec.newestMs(row))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 2 of row of event ids")
        .hasMessageContaining("reads format 1");
    assertThatThrownBy(() -> IdRowCodec.newestMs(new byte[0])).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> IdHead.decode(new byte[] {9}))
        .hasMessageContaining("format 9 of index of event ids");
  }
}

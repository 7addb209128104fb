package io.tidemark.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes of format 1 in the state store: a change of them needs another format. */
class ErasureCodecGoldenTest {
  private static final PendingErasure PENDING =
      new PendingErasure("e-1", "k|é", 300, true, 2, 4, 258);

  @Test
  void cutoffs() {
    Cutoffs cutoffs = new Cutoffs(258, Long.MIN_VALUE);
    byte[] bytes = ErasureCodec.encode(cutoffs);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("01" + "0000000000000102" + "8000000000000000");
    assertThat(ErasureCodec.cutoffs(bytes)).isEqualTo(cutoffs);
  }

  @Test
  void erasureUnderWay() {
    byte[] bytes = ErasureCodec.encode(PENDING);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("01" + "03652d31" + "046b7cc3a9" + "ac02" + "01" + "02" + "04" + "8404");
    assertThat(ErasureCodec.pending(bytes)).isEqualTo(PENDING);
  }

  @Test
  void erasureOfRequestsUnderWay() {
    RequestErasure erasure = new RequestErasure("e-1", "s:u:k", 258).and(300, 2);
    byte[] bytes = ErasureCodec.encode(erasure);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("01" + "03652d31" + "05733a753a6b" + "8404" + "ac02" + "02");
    assertThat(ErasureCodec.requests(bytes)).isEqualTo(erasure);
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    byte[] bytes = ErasureCodec.encode(PENDING);
    for (int length = 0; length <= bytes.length + 1; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> ErasureCodec.pending(cut)).isInstanceOf(FormatException.class);
      }
    }
  }
}

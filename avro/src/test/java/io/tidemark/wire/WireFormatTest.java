package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireFormatTest {

  @Test
  void idIsFourBytesBigEndianAfterAZero() {
    assertThat(WireFormat.parse(bytes("00 01020304 06"))).isEqualTo(new Framing.ById(16909060, 5));
  }

  @Test
  void payloadMayBeEmpty() {
    assertThat(WireFormat.parse(bytes("00 00000001"))).isEqualTo(new Framing.ById(1, 5));
  }

  @Test
  void idMayBeNegative() {
    assertThat(WireFormat.parse(bytes("00 ffffffff"))).isEqualTo(new Framing.ById(-1, 5));
  }

  @Test
  void missingAndEmptyValuesAreEmpty() {
    assertReason(WireFormat.parse(null), DecodingReason.EMPTY);
    assertReason(WireFormat.parse(new byte[0]), DecodingReason.EMPTY);
    assertReason(WireFormat.parse(new byte[9], new byte[0]), DecodingReason.EMPTY);
  }

  @Test
  void otherFirstByteIsBadMagic() {
    assertReason(WireFormat.parse("{\"json\": 1}".getBytes(UTF_8)), DecodingReason.BAD_MAGIC);
    assertReason(WireFormat.parse(bytes("01")), DecodingReason.BAD_MAGIC);
    assertReason(WireFormat.parse(new byte[9], bytes("02")), DecodingReason.BAD_MAGIC);
  }

  @Test
  void frameCutShortIsTruncated() {
    assertReason(WireFormat.parse(bytes("00")), DecodingReason.TRUNCATED);
    assertReason(WireFormat.parse(bytes("00 010203")), DecodingReason.TRUNCATED);
    assertReason(WireFormat.parse(new byte[9], bytes("00 01")), DecodingReason.TRUNCATED);
    assertReason(WireFormat.parse(new byte[9], bytes("01 0102")), DecodingReason.TRUNCATED);
  }

  @Test
  void headerWithGuidIsRecognised() {
    byte[] header = bytes("01 00112233445566778899aabbccddeeff");

    assertThat(WireFormat.parse(new byte[0], header))
        .isEqualTo(new Framing.ByGuid(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")));
  }

  @Test
  void headerWithIdMeansABarePayload() {
    assertThat(WireFormat.parse(bytes("06"), bytes("00 00000007")))
        .isEqualTo(new Framing.ById(7, 0));
  }

  private static void assertReason(Framing framing, DecodingReason reason) {
    assertThat(framing).isInstanceOf(Framing.Malformed.class);
    assertThat(((Framing.Malformed) framing).reason()).isEqualTo(reason);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}

package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.registry.SchemaKey;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireFormatTest {

  @Test
  void idIsFourBytesBigEndianAfterAZero() {
    assertThat(WireFormat.parse(bytes("00 01020304 06"))).isEqualTo(id(16909060, 5));
  }

  @Test
  void payloadMayBeEmpty() {
    assertThat(WireFormat.parse(bytes("00 00000001"))).isEqualTo(id(1, 5));
  }

  @Test
  void idMayBeNegative() {
    assertThat(WireFormat.parse(bytes("00 ffffffff"))).isEqualTo(id(-1, 5));
  }

  @Test
  void missingAndEmptyValuesAreEmpty() {
    assertReason(WireFormat.parse(null), DecodingReason.EMPTY);
    assertReason(WireFormat.parse(new byte[0]), DecodingReason.EMPTY);
    assertReason(WireFormat.parse(null, bytes("00 00000007")), DecodingReason.EMPTY);
    assertReason(WireFormat.parse(new byte[0], bytes("00 00000007")), DecodingReason.EMPTY);
  }

  @Test
  void emptyHeaderIsTruncated() {
    assertReason(WireFormat.parse(new byte[9], new byte[0]), DecodingReason.TRUNCATED);
  }

  @Test
  void otherFirstByteIsBadMagic() {
    assertReason(WireFormat.parse("{\"json\": 1}".getBytes(UTF_8)), DecodingReason.BAD_MAGIC);
    assertReason(WireFormat.parse(bytes("02")), DecodingReason.BAD_MAGIC);
    assertReason(WireFormat.parse(new byte[9], bytes("02")), DecodingReason.BAD_MAGIC);
  }

  @Test
  void frameCutShortIsTruncated() {
    assertReason(WireFormat.parse(bytes("00")), DecodingReason.TRUNCATED);
    assertReason(WireFormat.parse(bytes("00 010203")), DecodingReason.TRUNCATED);
    assertReason(WireFormat.parse(bytes("01")), DecodingReason.TRUNCATED);
    assertReason(WireFormat.parse(new byte[9], bytes("00 01")), DecodingReason.TRUNCATED);
    assertReason(WireFormat.parse(new byte[9], bytes("01 0102")), DecodingReason.TRUNCATED);
  }

  @Test
  void guidIsSixteenBytesBigEndianAfterAOne() {
    byte[] frame = bytes("01 00112233445566778899aabbccddeeff");
    SchemaKey guid = new SchemaKey.Guid(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));

    assertThat(WireFormat.parse(bytes("06"), frame)).isEqualTo(new Framing.Named(guid, 0));
    assertThat(WireFormat.parse(frame)).isEqualTo(new Framing.Named(guid, 17));
  }

  @Test
  void payloadFormNamesTheSameSchema() {
    byte[] id = bytes("00 00000007");
    byte[] guid = bytes("01 00112233445566778899aabbccddeeff");

    assertThat(WireFormat.inPayloadForm(bytes("06"), id)).isEqualTo(bytes("00 00000007 06"));
    assertThat(WireFormat.inPayloadForm(bytes("06"), guid))
        .isEqualTo(bytes("01 00112233445566778899aabbccddeeff 06"));
    assertThat(WireFormat.inPayloadForm(null, guid)).isEqualTo(guid);
    assertThat(WireFormat.inPayloadForm(id, null)).isEqualTo(id);
    assertThat(WireFormat.inPayloadForm(bytes("06"), bytes("01 02"))).isEqualTo(bytes("010206"));
  }

  @Test
  void headerWithIdMeansABarePayload() {
    assertThat(WireFormat.parse(bytes("06"), bytes("00 00000007"))).isEqualTo(id(7, 0));
  }

  private static Framing id(int id, int offset) {
    return new Framing.Named(new SchemaKey.Id(id), offset);
  }

  private static void assertReason(Framing framing, DecodingReason reason) {
    assertThat(framing).isInstanceOf(Framing.Malformed.class);
    assertThat(((Framing.Malformed) framing).reason()).isEqualTo(reason);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}

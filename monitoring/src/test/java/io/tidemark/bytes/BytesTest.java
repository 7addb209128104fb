package io.tidemark.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final HexFormat HEX = HexFormat.of();

  private static ByteReader reader(String hex) {
    return new ByteReader("a thing", HEX.parseHex(hex));
  }

  private static String hex(ByteWriter out) {
    return HEX.formatHex(out.toByteArray());
  }

  @Test
  void numbersTakeAByteForSevenBitsAndTenAtMost() {
    assertThat(hex(new ByteWriter().unsigned(0).unsigned(127).unsigned(128).unsigned(300)))
        .isEqualTo("00" + "7f" + "8001" + "ac02");
    assertThat(hex(new ByteWriter().unsigned(-1))).isEqualTo("ffffffffffffffffff01");
    assertThat(hex(new ByteWriter().signed(0).signed(-1).signed(63).signed(-64).signed(64)))
        .isEqualTo("00" + "01" + "7e" + "7f" + "8001");
    assertThat(hex(new ByteWriter().signed(Long.MIN_VALUE))).isEqualTo("ffffffffffffffffff01");
    assertThat(reader("ffffffffffffffffff01").signed()).isEqualTo(Long.MIN_VALUE);
    assertThat(reader("feffffffffffffffff01").signed()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void numberOfMoreThanSixtyFourBitsIsDamage() {
    assertThatThrownBy(() -> reader("ffffffffffffffffff02").unsigned())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a number of more than 64 bits");
    assertThatThrownBy(() -> reader("8080808080808080808000").unsigned())
        .isInstanceOf(FormatException.class);
  }

  @Test
  void fixedNumbersAreBigEndian() {
    assertThat(hex(new ByteWriter().fixed64(258).octet(-1).flag(true).real(1.5)))
        .isEqualTo("0000000000000102" + "ff" + "01" + "3ff8000000000000");
    assertThat(hex(new ByteWriter().leading(0x0102L << 48, 2).leading(7, 0))).isEqualTo("0102");
    assertThat(reader("0102").leading(2)).isEqualTo(0x0102L << 48);
  }

  @Test
  void textsAreUtf8WithTheirLength() {
    assertThat(hex(new ByteWriter().text("éx").text("").bytes(new byte[] {9})))
        .isEqualTo("03c3a978" + "00" + "0109");
  }

  @Test
  void blockEndsByItselfAndItsReaderGoesOnBehindIt() {
    ByteWriter block = new ByteWriter().octet(5).unsigned(300);
    ByteWriter out = new ByteWriter().octet(1).block(block).octet(9);
    assertThat(hex(out)).isEqualTo("01" + "03" + "05ac02" + "09");

    ByteReader in = reader(hex(out));
    assertThat(in.octet()).isEqualTo(1);
    ByteReader inside = in.block();
    assertThat(in.octet()).isEqualTo(9);
    assertThat(in.isAtEnd()).isTrue();
    assertThat(inside.octet()).isEqualTo(5);
    assertThat(inside.remaining()).isEqualTo(2);
    assertThat(inside.unsigned()).isEqualTo(300);
    assertThatThrownBy(inside::octet)
        .as("what follows is not the block's")
        .isInstanceOf(FormatException.class);
  }

  @Test
  void clearedWriterBeginsAgainWithTheRoomItHas() {
    ByteWriter out = new ByteWriter(0).fixed64(1).text("long".repeat(1_000));
    out.clear();
    assertThat(out.size()).isZero();
    assertThat(hex(out.octet(7))).isEqualTo("07");
  }

  @Test
  void anotherFormatSaysWhatToDo() {
    assertThatThrownBy(() -> reader("09").expectFormat(1))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "Unknown format 9 of a thing: this version reads format 1. Run the version that wrote"
                + " it, or start under a new application.id, which computes everything anew from"
                + " the topics.");
    assertThatThrownBy(() -> reader("02").expectFormat("another", 3))
        .hasMessageStartingWith("Unknown format 2 of another: this version reads format 3.");
  }

  @Test
  void damageSaysWhereAndWhatToDo() {
    ByteReader in = reader("0105000000");
    in.octet();
    assertThatThrownBy(in::text)
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "Damaged a thing: count 5 (at most 3) at byte 2. Restore the state store from its"
                + " changelog: stop the service and delete its state directory.");
  }

  @Test
  void valuesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> reader("02").flag()).hasMessageContaining("neither yes nor no but 2");
    assertThatThrownBy(() -> reader("05").number("age", 4))
        .hasMessageContaining("age 5 (at most 4)");
    assertThatThrownBy(() -> reader("ffffffffffffffffff01").number("age", 4))
        .hasMessageContaining("age 18446744073709551615 (at most 4)");
    assertThatThrownBy(() -> reader("").octet()).hasMessageContaining("an early end at byte 0");
    assertThatThrownBy(() -> reader("0000").expectEnd()).hasMessageContaining("2 bytes too many");
    assertThat(reader("04").number("age", 4)).isEqualTo(4);
  }
}

package io.tidemark.store.feast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.store.ValueType;
import io.tidemark.store.feast.FeastKey.Part;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that other readers of the format expect. */
class FeastGoldenTest {

  @Test
  void entityKeys() {
    assertThat(key("test", new Part("entity", 1)))
        .isEqualTo("010000000200000006000000656e7469747903000000040000000100000074657374");
    assertThat(key("ffds", new Part("user_id", "u1")))
        .isEqualTo("010000000200000007000000757365725f69640200000002000000753166666473");
    assertThat(key("feature_repo", new Part("driver_id", 1004L)))
        .isEqualTo(
            "0100000002000000090000006472697665725f69640400000008000000ec03000000000000"
                + "666561747572655f7265706f");
  }

  @Test
  void compositeKeysAreSortedByName() {
    String golden =
        "02000000020000000b0000006d65726368616e745f69640200000007000000757365725f6964"
            + "02000000020000006d390400000008000000070000000000000070";

    assertThat(key("p", new Part("merchant_id", "m9"), new Part("user_id", 7L))).isEqualTo(golden);
    assertThat(key("p", new Part("user_id", 7L), new Part("merchant_id", "m9"))).isEqualTo(golden);
  }

  /** U+FFFD sorts before U+1F680 by its bytes and behind it by Java's characters. */
  @Test
  void namesAreSortedByTheirBytes() {
    String key = key("p", new Part("\ud83d\ude80", "b"), new Part("\ufffd", "a"));

    assertThat(key).startsWith("020000000200000003000000efbfbd0200000004000000f09f9a80");
  }

  @Test
  void keyWithoutPartsIsTheProject() {
    assertThat(key("p")).isEqualTo("0000000070");
  }

  @Test
  void keyTellsItsProjectThoughAnotherEndsAlike() {
    byte[] key = FeastKey.encode("shop", List.of(new Part("id", "my"), new Part("n", 7L)));
    byte[] another = FeastKey.encode("myshop", List.of(new Part("id", "u"), new Part("n", 7L)));

    assertThat(FeastKey.isOf("shop", key)).isTrue();
    assertThat(FeastKey.isOf("myshop", another)).isTrue();
    assertThat(FeastKey.isOf("shop", another)).isFalse();
    assertThat(FeastKey.isOf("hop", key)).isFalse();
    assertThat(FeastKey.isOf("shop", FeastKey.encode("shop", List.of()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "a long text: myshop",
        "\1\0\0\0shop",
        "\1\0\0\0\2\0\0\0\1\0\0\0a\2\0\0\0\5\0\0\0shop",
        "\u00ff\u00ff\u00ff\u00ffshop"
      })
  void whatIsNoKeyIsOfNoProject(String text) {
    assertThat(FeastKey.isOf("shop", text.getBytes(ISO_8859_1))).isFalse();
  }

  @Test
  void keyOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> key("p", new Part("flag", true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("flag");
  }

  @ParameterizedTest
  @CsvSource({
    "feature_view_1, feature_10, 266d5f39",
    "feature_view_1, feature_11, c3379abf",
    "feature_view_1, feature_12, 7772b564",
    "user_tx, count_5m, a1b4ba4e",
    "user_tx, sum_amount_1h, afbe04dd",
    "driver_hourly_stats, conv_rate, 6160e3da"
  })
  void fields(String view, String feature, String golden) {
    int hash = FeastField.hash(view, feature);

    assertThat(hex(FeastField.bytes(hash))).isEqualTo(golden);
    assertThat(FeastField.hash(FeastField.bytes(hash))).isEqualTo(hash);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(5L, "2005"),
        Arguments.of(0L, "2000"),
        Arguments.of(-1L, "20ffffffffffffffffff01"),
        Arguments.of(-1, "18ffffffffffffffffff01"),
        Arguments.of(12.5, "290000000000002940"),
        Arguments.of(0.5f, "350000003f"),
        Arguments.of(true, "3801"),
        Arguments.of(false, "3800"),
        Arguments.of("ab", "12026162"),
        Arguments.of("", "1200"),
        Arguments.of(Instant.ofEpochSecond(1_700_000_000), "4080e2cfaa06"),
        Arguments.of(null, "980100"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void singleValues(Object value, String golden) {
    assertThat(hex(FeastValue.encode(value))).isEqualTo(golden);
    assertThat(FeastValue.decode(HexFormat.of().parseHex(golden))).isEqualTo(value);
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        Arguments.of(
            List.of(1.0, 2.0), ValueType.DOUBLE_LIST, "7a120a10000000000000f03f0000000000000040"),
        Arguments.of(List.of(1L, 300L), ValueType.LONG_LIST, "72050a0301ac02"),
        Arguments.of(List.of("a", "b"), ValueType.STRING_LIST, "62060a01610a0162"),
        Arguments.of(List.of(true, false), ValueType.BOOLEAN_LIST, "8a01040a020100"),
        Arguments.of(List.of(), ValueType.LONG_LIST, "7200"));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void listValues(List<?> list, ValueType type, String golden) {
    assertThat(hex(FeastValue.encode(list, type))).isEqualTo(golden);
    assertThat(FeastValue.decode(HexFormat.of().parseHex(golden))).isEqualTo(list);
  }

  @Test
  void wholeNumbersInAListOfDoublesAreDoubles() {
    assertThat(FeastValue.encode(List.of(1L, 2.0), ValueType.DOUBLE_LIST))
        .isEqualTo(FeastValue.encode(List.of(1.0, 2.0), ValueType.DOUBLE_LIST));
  }

  @Test
  void noBytesAreAValueThatIsNotSet() {
    assertThat(FeastValue.decode(new byte[0])).isNull();
  }

  @ParameterizedTest
  @CsvSource({"20ff", "12056162", "2900", "20ffffffffffffffffffffff01", "d20100", "72050a0901"})
  void bytesThatAreNoValueAreRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> FeastValue.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timestamps() {
    Instant instant = Instant.ofEpochSecond(1_700_000_000);

    assertThat(hex(FeastTimestamp.encode(instant))).isEqualTo("0880e2cfaa06");
    assertThat(hex(FeastTimestamp.encode(instant.plusMillis(500))))
        .isEqualTo("0880e2cfaa061080cab5ee01");
    assertThat(FeastTimestamp.encode(Instant.EPOCH)).isEmpty();
    assertThat(new String(FeastField.timestamp("user_tx"), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("_ts:user_tx");
  }

  private static String key(String project, Part... parts) {
    return hex(FeastKey.encode(project, List.of(parts)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

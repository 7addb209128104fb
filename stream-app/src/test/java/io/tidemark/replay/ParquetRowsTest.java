package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow 26 wrote: of each column a value, another one, and none. */
class ParquetRowsTest {
  @TempDir private Path folder;

  private static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ParquetRowsTest.class.getResource("/parquet/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static RowReader open(Path file) {
    return RowReader.open(file, RowFormat.of(file), FileForm.DEFAULT);
  }

  private static List<Map<String, Object>> read(Path file) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    try (RowReader rows = open(file)) {
      while (rows.hasNext()) {
        all.add(rows.next().values());
      }
      assertThat(rows.bytesRead()).isEqualTo(rows.totalBytes()).isEqualTo(Files.size(file));
    }
    return all;
  }

  private static Map<String, Object> first() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", 1L);
    row.put("small", -1L);
    row.put("u8", 1L);
    row.put("u32", 1L);
    row.put("u64", 1L);
    row.put("s", "Café");
    row.put("b", true);
    row.put("f16", 1.5);
    row.put("f32", 0.5);
    row.put("f64", 0.1);
    row.put("dec", new BigDecimal("12.34"));
    row.put("dec38", new BigDecimal("12.3400"));
    row.put("ms", Instant.parse("2024-01-02T03:04:05.678Z"));
    row.put("us", Instant.parse("2024-01-02T03:04:05.678901Z"));
    row.put("ns", Instant.parse("2024-01-02T03:04:05.678901234Z"));
    row.put("local", LocalDateTime.parse("2024-01-02T03:04:05.678901"));
    row.put("day", LocalDate.parse("2024-02-29"));
    row.put("clock", LocalTime.parse("01:02:03.000004"));
    row.put("raw", ByteBuffer.wrap(new byte[] {-1, 0}));
    row.put("fix", ByteBuffer.wrap(new byte[] {'a', 'b', 'c', 'd'}));
    row.put("list", Arrays.asList(1L, null));
    row.put("in", Map.of("a", 1L, "b", "x"));
    row.put("map", map("k", 1L, "j", null));
    row.put("kind", "x");
    return row;
  }

  private static Map<String, Object> second() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", 2L);
    row.put("small", 127L);
    row.put("u8", 255L);
    row.put("u32", 4_000_000_000L);
    row.put("u64", new BigDecimal("9223372036854775813"));
    row.put("s", "");
    row.put("b", false);
    row.put("f16", -2.0);
    row.put("f32", 1.5);
    row.put("f64", 1e300);
    row.put("dec", new BigDecimal("-0.01"));
    row.put("dec38", new BigDecimal("-0.0001"));
    row.put("ms", Instant.ofEpochSecond(0, -1_000_000));
    row.put("us", Instant.ofEpochSecond(0, -1_000));
    row.put("ns", Instant.ofEpochSecond(0, -1));
    row.put("local", LocalDateTime.parse("1969-12-31T23:59:59.999999"));
    row.put("day", LocalDate.parse("1969-12-31"));
    row.put("clock", LocalTime.MIDNIGHT);
    row.put("raw", ByteBuffer.allocate(0));
    row.put("fix", ByteBuffer.allocate(4));
    row.put("list", List.of());
    row.put("in", map("a", null, "b", "y"));
    row.put("map", Map.of());
    row.put("kind", "y");
    return row;
  }

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  private static Map<String, Object> none() {
    Map<String, Object> row = new LinkedHashMap<>();
    first().keySet().forEach(column -> row.put(column, null));
    return row;
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "gzip", "zstd", "lz4", "none", "v2-pages"})
  void everyTypeIsReadWhateverTheCodec(String codec) throws IOException {
    assertThat(read(file(codec + ".parquet"))).containsExactly(first(), second(), none());
  }

  @Test
  void columnsAreThoseOfTheFileAndMembersWithin() throws IOException {
    try (RowReader rows = open(file("snappy.parquet"))) {
      assertThat(rows.columns()).containsAll(first().keySet()).contains("in.a", "in.b");
      assertThat(rows.columns()).hasSize(first().size() + 2);
      assertThat(rows.isTyped()).isTrue();
      assertThat(rows.next().get("in.b")).isEqualTo("x");
    }
  }

  @Test
  void timesOfOldWritersAreInstants() throws IOException {
    assertThat(read(file("int96.parquet")))
        .extracting(row -> row.get("t"))
        .containsExactly(
            Instant.parse("2024-01-02T03:04:05.678901234Z"), Instant.ofEpochSecond(0, -1), null);
  }

  @Test
  void fileWithoutRowsHasNone() throws IOException {
    assertThat(read(file("empty.parquet"))).isEmpty();
  }

  @Test
  void textThatIsNoneRefusesItsRowAlone() throws IOException {
    try (RowReader rows = open(file("latin.parquet"))) {
      assertThat(rows.next().get("name")).isEqualTo("good");
      assertThatThrownBy(rows::next)
          .isInstanceOf(RowException.class)
          .hasMessageContaining("Row 2: column name has bytes that are no UTF-8: 'Caf\uFFFD'")
          .satisfies(e -> assertThat(((RowException) e).skippable()).isTrue());
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void codecThatIsNotKnownIsNamed() throws IOException {
    try (RowReader rows = open(file("brotli.parquet"))) {
      assertThatThrownBy(rows::hasNext)
          .isInstanceOf(RowException.class)
          .hasMessageContaining("Row 1: the Parquet file cannot be read from here on")
          .hasMessageContaining("BROTLI: must be SNAPPY, GZIP, ZSTD, LZ4_RAW or not at all");
    }
  }

  @Test
  void damageIsToldWhereverItIs() throws IOException {
    byte[] whole = Files.readAllBytes(file("none.parquet"));
    for (int cut : List.of(0, 3, 100, whole.length - 1)) {
      Path file = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, cut));
      assertThatThrownBy(() -> read(file))
          .as("first %d bytes", cut)
          .isInstanceOf(RowException.class)
          .hasMessageContaining("the file cannot be read as PARQUET");
    }
    for (int at = 4; at < whole.length - 8; at += 23) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
      try {
        read(file);
      } catch (RowException e) {
        assertThat(e.skippable()).as("byte %d", at).isFalse();
      }
    }
  }

  @Test
  void columnsThatAreNoneOrTwiceAreNamed() {
    assertThatThrownBy(() -> open(file("no-columns.parquet")))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("has no columns, or is damaged at its end");
    assertThatThrownBy(() -> open(file("twice.parquet")))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("has column 'item' twice");
  }

  @Test
  void fileOfAnotherKindIsNamedAsWhatItIs() throws IOException {
    Path csv = Files.write(folder.resolve("a.csv"), Files.readAllBytes(file("none.parquet")));
    assertThatThrownBy(() -> open(csv))
        .isInstanceOf(RowException.class)
        .hasMessage("the file is Parquet, not CSV. Say so: --format parquet.");
    Path parquet = Files.writeString(folder.resolve("a.parquet"), "a,b\n1,2\n3,4\n5,6\n");
    assertThatThrownBy(() -> open(parquet))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("cannot be read as PARQUET (it is not a Parquet file.");
  }

  @Test
  void rejectedRowsCanBeReadAgain() throws IOException {
    Path again = folder.resolve("again.parquet");
    try (RowReader rows = open(file("zstd.parquet"));
        RejectedRows rejects = rows.rejects(again)) {
      while (rows.hasNext()) {
        assertThat(rows.next()).isNotNull();
        rejects.add();
      }
    }
    assertThat(read(again)).isEqualTo(read(file("zstd.parquet")));
  }
}

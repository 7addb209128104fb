package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV in every form it is written in, as flags and mapping files say. */
class CsvFormsTest {
  @TempDir private Path folder;

  /** Read as JSON, of a file whose lines are given with a bar between. */
  private List<String> read(String name, String lines, FileForm form) throws IOException {
    Path file = folder.resolve(name);
    Files.write(
        file,
        lines
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace("\\r", "\r")
            .getBytes(form.charset()));
    List<String> read = new ArrayList<>();
    try (RowReader rows = RowReader.open(file, RowFormat.of(file), form)) {
      while (rows.hasNext()) {
        read.add(rows.next().json());
      }
    }
    return read;
  }

  private static FileForm form(String said) {
    return MappingYaml.parse(said.isEmpty() ? "{}" : said.replace("; ", "\n")).form();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a.csv ! `` ! id,n\\n1,x\\n",
        "a.tsv ! `` ! id\\tn\\n1\\tx\\n",
        "a.tab ! `` ! id\\tn\\n1\\tx",
        "a.csv ! `delimiter: \";\"` ! id;n\\n1;x\\n",
        "a.csv ! `delimiter: tab` ! id\\tn\\n1\\tx\\n",
        "a.csv ! `delimiter: '|'` ! id|n\\n1|x\\n",
        "a.tsv ! `delimiter: ','` ! id,n\\n1,x\\n",
        "a.csv ! `quote: \"'\"` ! id,'n'\\n1,'x'\\n",
        "a.csv ! `` ! \"id\",\"n\"\\r\\n\"1\",\"x\"\\r\\n",
        "a.csv ! `header: false; columns: [id, n]` ! 1,x\\n",
        "a.csv ! `header: false; columns: \"id,n\"` ! 1,x\\n",
        "a.csv ! `encoding: UTF-16LE` ! id,n\\n1,x\\n",
        "a.csv ! `encoding: UTF-16` ! id,n\\n1,x\\n",
      })
  void everyFormIsTheSameRow(String name, String said, String lines) throws IOException {
    assertThat(read(name, lines, form(said))).containsExactly("{\"id\":\"1\",\"n\":\"x\"}");
  }

  @Test
  void columnsWithoutAHeaderAreNumbered() throws IOException {
    assertThat(read("a.csv", "1,x\\n2,y\\n", form("header: false")))
        .containsExactly("{\"c1\":\"1\",\"c2\":\"x\"}", "{\"c1\":\"2\",\"c2\":\"y\"}");
    assertThat(read("a.csv", "", form("header: false"))).isEmpty();
  }

  @Test
  void quoteCanBeNone() throws IOException {
    assertThat(read("a.csv", "id,n\\n1,5\" disk\\n2,\"\\n", form("quote: none")))
        .containsExactly("{\"id\":\"1\",\"n\":\"5\\\" disk\"}", "{\"id\":\"2\",\"n\":\"\\\"\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NULL", "None", "\\N", "NA", " NA "})
  void nullMarkersAreNoValueWhenSaid(String marker) throws IOException {
    String lines = "id,n\\n1," + marker + "\\n";
    assertThat(read("a.csv", lines, form("\"null\": 'NULL,None,\\N,NA'")))
        .containsExactly("{\"id\":\"1\",\"n\":null}");
    assertThat(read("a.csv", lines, form("null: ['NULL', None, '\\N', NA]")))
        .containsExactly("{\"id\":\"1\",\"n\":null}");
    assertThat(read("a.csv", lines, FileForm.DEFAULT).get(0).contains("null"))
        .isEqualTo(marker.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a.csv ! id;n ! ';'",
        "a.csv ! id\\tn ! tab",
        "a.csv ! id|n ! '|'",
        "a.tsv ! id,n ! ','"
      })
  void headerOfOneColumnNamesTheDelimiterThatItHolds(String name, String header, String delimiter) {
    assertThatThrownBy(() -> read(name, header + "\\n1\\n", FileForm.DEFAULT))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("--delimiter " + delimiter);
  }

  @Test
  void oneColumnWhoseNameHoldsAnotherDelimiterIsReadWhenSaid() throws IOException {
    assertThat(read("a.csv", "a;b\\n1\\n", form("delimiter: ','")))
        .containsExactly("{\"a;b\":\"1\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delimiter: ab",
        "delimiter: x",
        "delimiter: ''",
        "quote: xx",
        "header: maybe",
        "encoding: latin-9000",
        "encoding: '***'",
        "columns: [a]",
        "header: false\ncolumns: [a, a]",
        "decimal: ',,'",
        "thousands: '1'",
        "thousands: '.'",
        "decimal: ','\nthousands: ','",
        "delimiter: ';'\nquote: ';'",
        "delimitor: ';'",
      })
  void formThatCannotBeIsReported(String yaml) {
    assertThatThrownBy(() -> FileFormReader.checked(MappingYaml.parse(yaml).form()))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining(yaml.substring(yaml.lastIndexOf('\n') + 1, yaml.lastIndexOf(':')));
  }

  @Test
  void flagsReplaceWhatTheFileSays() {
    FileForm file = form("delimiter: ';'; decimal: ','; encoding: latin1");
    FileForm flags = FileFormReader.read(Map.of("delimiter", "tab", "thousands", "."));
    FileForm both = file.overriddenBy(flags);
    assertThat(both.csv().delimiter()).isEqualTo('\t');
    assertThat(both.numbers()).isEqualTo(new NumberForm(',', '.'));
    assertThat(both.charset()).isEqualTo(StandardCharsets.ISO_8859_1);
  }

  @Test
  void everyProblemOfAFormIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                FileFormReader.read(Map.of("delimiter", "ab", "quote", "cd", "encoding", "none?")))
        .isInstanceOfSatisfying(MappingException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void bytesThatAreNoTextRefuseTheirRowAloneAndNameItsColumn() throws IOException {
    List<String> names = List.of("plain", "Café", "Cafè", "last");
    Path file = folder.resolve("latin.csv");
    Files.write(
        file,
        ("id,note\n" + String.join("", names.stream().map(n -> "1," + n + "\n").toList()))
            .getBytes(StandardCharsets.ISO_8859_1));
    List<String> read = new ArrayList<>();
    try (RowReader rows = RowReader.open(file, RowFormat.CSV, FileForm.DEFAULT)) {
      while (rows.hasNext()) {
        try {
          read.add((String) rows.next().get("note"));
        } catch (RowException e) {
          assertThat(e.skippable()).isTrue();
          read.add(e.getMessage());
        }
      }
    }
    assertThat(read).hasSize(4).startsWith("plain").endsWith("last");
    assertThat(read.get(1)).startsWith("Row 2: column note has bytes that are no UTF-8");
    assertThat(read.get(2)).contains("Row 3", "--encoding");
    assertThat(read("latin1.csv", "id,note\\n1,Café\\n", form("encoding: ISO-8859-1")))
        .containsExactly("{\"id\":\"1\",\"note\":\"Café\"}");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, EFBBBF", "UTF-16LE, FFFE", "UTF-16BE, FEFF"})
  void byteOrderMarkSaysTheEncoding(String encoding, String mark) throws IOException {
    for (String name : List.of("a.csv", "a.jsonl")) {
      String lines =
          name.endsWith("csv") ? "note\nCafé \uD83D\uDE00\n" : "{\"note\":\"Café \uD83D\uDE00\"}\n";
      byte[] text = lines.getBytes(Charset.forName(encoding));
      byte[] bytes = HexFormat.of().parseHex(mark);
      byte[] all = Arrays.copyOf(bytes, bytes.length + text.length);
      System.arraycopy(text, 0, all, bytes.length, text.length);
      Path file = Files.write(folder.resolve(name), all);
      try (RowReader rows = RowReader.open(file, RowFormat.of(file), form("encoding: latin1"))) {
        assertThat(rows.next().values()).isEqualTo(Map.of("note", "Café \uD83D\uDE00"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C3", "FF", "C0AF", "EDA080", "F8888080", "E282"})
  void malformedBytesOfAnyKindAreRefused(String hex) throws IOException {
    byte[] bad = HexFormat.of().parseHex(hex);
    for (String name : List.of("a.csv", "a.jsonl")) {
      String[] around =
          name.endsWith("csv") ? new String[] {"a\nx", ""} : new String[] {"{\"a\":\"x", "\"}\n"};
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
      out.writeBytes(bad);
      out.writeBytes(around[1].getBytes(StandardCharsets.UTF_8));
      Path file = Files.write(folder.resolve(name), out.toByteArray());
      try (RowReader rows = RowReader.open(file, RowFormat.of(file), FileForm.DEFAULT)) {
        assertThatThrownBy(rows::next)
            .isInstanceOf(RowException.class)
            .hasMessageContaining("column a has bytes that are no UTF-8");
      }
    }
  }

  @Test
  void halfOfAPairIsNoTextInJsonEither() throws IOException {
    assertThatThrownBy(() -> read("a.jsonl", "{\"a\":{\"b\":\"\\ud83d\"}}\\n", FileForm.DEFAULT))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("column a");
    assertThat(read("a.jsonl", "{\"a\":\"\\ud83d\\ude00\"}\\n", FileForm.DEFAULT))
        .containsExactly("{\"a\":\"\uD83D\uDE00\"}");
  }
}

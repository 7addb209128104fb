package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowReaderTest {
  @TempDir private Path folder;

  @Test
  void csvRowsAreTextByColumnInOrder() throws IOException {
    Path file = write("a.csv", ",name,note\r\n0,\"Smith, J\",\"two\nlines\"\r\n1,,x\r\n");
    try (RowReader rows = RowReader.open(file, RowFormat.CSV, FileForm.DEFAULT)) {
      assertThat(rows.columns()).containsExactly("", "name", "note");
      assertThat(rows.next())
          .isEqualTo(new Row(1, Map.of("", "0", "name", "Smith, J", "note", "two\nlines")));
      assertThat(rows.next().get("name")).isNull();
      assertThat(rows.hasNext()).isFalse();
      assertThat(rows.bytesRead()).isEqualTo(rows.totalBytes()).isEqualTo(Files.size(file));
    }
  }

  @Test
  void byteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
    try (RowReader rows =
        RowReader.open(write("a.csv", "\uFEFFid\n1\n"), RowFormat.CSV, FileForm.DEFAULT)) {
      assertThat(rows.columns()).containsExactly("id");
    }
  }

  @Test
  void raggedCsvRowIsSkippable() throws IOException {
    List<String> read = readAll(write("a.csv", "a,b\n1,2\n1,2,3\n4\n5,6\n"), RowFormat.CSV);
    assertThat(read)
        .containsExactly(
            "{\"a\":\"1\",\"b\":\"2\"}",
            "Row 2: has 3 values, but the header has 2 columns. Quote values that contain a delimiter.",
            "Row 3: has 1 values, but the header has 2 columns. Quote values that contain a delimiter.",
            "{\"a\":\"5\",\"b\":\"6\"}");
  }

  @Test
  void csvThatBreaksEndsTheReading() throws IOException {
    Path file = write("a.csv", "a,b\n1,2\n\"x\"y,2\n3,4\n");
    try (RowReader rows = RowReader.open(file, RowFormat.CSV, FileForm.DEFAULT)) {
      rows.next();
      assertThatThrownBy(rows::hasNext)
          .isInstanceOf(RowException.class)
          .hasMessageStartingWith("Row 2: the file is no CSV from here on")
          .satisfies(e -> assertThat(((RowException) e).skippable()).isFalse());
    }
  }

  @Test
  void repeatedColumnIsRefused() throws IOException {
    Path file = write("a.csv", "a,a\n1,2\n");
    assertThatThrownBy(() -> RowReader.open(file, RowFormat.CSV, FileForm.DEFAULT))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("column 'a' twice");
  }

  @Test
  void emptyFileHasNoRows() throws IOException {
    for (RowFormat format : List.of(RowFormat.CSV, RowFormat.JSON_LINES)) {
      assertThat(readAll(write("empty", ""), format)).isEmpty();
    }
  }

  @Test
  void jsonLinesKeepTheirTypes() throws IOException {
    Path file = write("a.jsonl", "{\"n\":1,\"x\":1.5,\"t\":true,\"z\":null,\"m\":{\"k\":[2]}}\n\n");
    try (RowReader rows = RowReader.open(file, RowFormat.JSON_LINES, FileForm.DEFAULT)) {
      Map<String, Object> values = rows.next().values();
      assertThat(values)
          .containsEntry("n", 1L)
          .containsEntry("x", new BigDecimal("1.5"))
          .containsEntry("t", true);
      assertThat(values).containsEntry("z", null).containsEntry("m", Map.of("k", List.of(2L)));
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void malformedJsonLinesAreSkippable() throws IOException {
    Path file = write("a.jsonl", "{\"n\":1}\n{\"n\":\n[1]\nnull\n{\"n\":1} {}\n{\"n\":2}");
    List<String> read = readAll(file, RowFormat.JSON_LINES);
    assertThat(read).hasSize(6).startsWith("{\"n\":1}").endsWith("{\"n\":2}");
    assertThat(read.subList(1, 5)).allMatch(line -> line.contains("is not a JSON object"));
    assertThat(read.get(2)).startsWith("Row 3: line '[1]'");
  }

  @Test
  void compressedFilesAreReadByTheirFirstBytes() throws IOException {
    Path file = folder.resolve("a.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
    }
    try (RowReader rows = RowReader.open(file, RowFormat.CSV, FileForm.DEFAULT)) {
      assertThat(rows.next().get("a")).isEqualTo("1");
      assertThat(rows.totalBytes()).isEqualTo(Files.size(file));
    }
  }

  @Test
  void truncatedCompressedFileEndsTheReading() throws IOException {
    Path whole = folder.resolve("whole.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write("{\"a\":\"some text\"}\n".repeat(50).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 12));
    assertThatThrownBy(() -> readAll(cut, RowFormat.JSON_LINES))
        .isInstanceOf(RowException.class)
        .satisfies(e -> assertThat(((RowException) e).skippable()).isFalse());
  }

  @Test
  void avroRecordsArePlainValues() throws IOException {
    Path file = folder.resolve("a.avro");
    writeAvro(file);
    try (RowReader rows = RowReader.open(file, RowFormat.AVRO, FileForm.DEFAULT)) {
      assertThat(rows.columns()).containsExactly("name", "n", "at", "tags");
      assertThat(rows.next().values())
          .containsEntry("name", "x")
          .containsEntry("n", 7L)
          .containsEntry("at", Instant.ofEpochMilli(1000))
          .containsEntry("tags", Map.of("k", 1.5));
      assertThat(rows.next().get("name")).isNull();
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void corruptAvroFileEndsTheReading() throws IOException {
    Path file = folder.resolve("a.avro");
    writeAvro(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 0x55; // in the marker that ends a block
    Files.write(file, bytes);
    assertThatThrownBy(() -> readAll(file, RowFormat.AVRO))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("corrupt");
  }

  @Test
  void formatIsSaidByTheName() {
    assertThat(RowFormat.of(Path.of("x/online.CSV.gz"))).isEqualTo(RowFormat.CSV);
    assertThat(RowFormat.of(Path.of("a.ndjson"))).isEqualTo(RowFormat.JSON_LINES);
    assertThat(RowFormat.of(Path.of("a.avro"))).isEqualTo(RowFormat.AVRO);
    assertThat(RowFormat.of(Path.of("a.tsv.zst"))).isEqualTo(RowFormat.CSV);
    assertThatThrownBy(() -> RowFormat.of(Path.of("a.xlsx")))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining("a.xlsx");
  }

  /** Rows as JSON, and errors as their messages where reading goes on. */
  private static List<String> readAll(Path file, RowFormat format) throws IOException {
    List<String> read = new ArrayList<>();
    try (RowReader rows = RowReader.open(file, format, FileForm.DEFAULT)) {
      while (rows.hasNext()) {
        try {
          read.add(rows.next().json());
        } catch (RowException e) {
          if (!e.skippable()) {
            throw e;
          }
          assertThat(e.content()).isNotEmpty();
          read.add(e.getMessage());
        }
      }
    }
    return read;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static void writeAvro(Path file) throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "name", "type": ["null", "string"]},
                  {"name": "n", "type": "int"},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "tags", "type": {"type": "map", "values": "float"}}]}""");
    GenericData.Record record = new GenericData.Record(schema);
    record.put("name", "x");
    record.put("n", 7);
    record.put("at", 1000L);
    record.put("tags", Map.of("k", 1.5f));
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, file.toFile());
      writer.append(record);
      record.put("name", null);
      writer.append(record);
    }
  }
}

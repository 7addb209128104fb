package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.tidemark.parquet.ParquetOutput;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows as text, as JSON and as Parquet become the same bytes on a topic. */
class SameRowsTest {
  private static final Path EXAMPLES = Path.of("../load-tests/examples");
  private static final Path RETAIL = Path.of("../../shared/data/online-retail.csv.gz");
  private static final long SEED = 20261130;

  private static final MessageType TYPED =
      MessageTypeParser.parseMessageType(
          """
          message line {
            optional int64 customer_id;
            optional binary item (STRING);
            required int64 quantity;
            required double unit_price;
            required int64 invoice_time (TIMESTAMP(MILLIS,true));
            optional binary country (STRING);
          }
          """);

  @TempDir private Path folder;

  @Test
  void rowsOfRandomAreTheSame() throws Exception {
    StringBuilder csv =
        new StringBuilder("customer_id,item,quantity,unit_price,invoice_time,country\n");
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 3_000; i++) {
      csv.append(random.nextInt(5) == 0 ? "" : 10_000 + random.nextInt(9_999)).append(',');
      csv.append("\"a \"\"quoted\"\" ☕, item ").append(random.nextInt(50)).append("\",");
      csv.append(random.nextInt(-50, 500)).append(',');
      csv.append((double) random.nextInt(-10, 100_000) / 100).append(',');
      csv.append(Instant.ofEpochSecond(random.nextLong(2_000_000_000L))).append(',');
      csv.append(random.nextBoolean() ? "Éire" : "").append('\n');
    }
    assertSame(Files.writeString(folder.resolve("lines.csv"), csv), 3_000);
  }

  @Test
  void allRowsOfTheShopAreTheSame() throws Exception {
    assumeTrue(Files.exists(RETAIL), () -> "SKIPPED: no real data at " + RETAIL);
    assertSame(RETAIL, 541_909);
  }

  private void assertSame(Path csv, int rows) throws Exception {
    Path json = folder.resolve("lines.jsonl");
    Path parquet = folder.resolve("lines.parquet");
    assertThat(convert(csv, json, parquet)).as("rows of %s", csv).isEqualTo(rows);
    String published = published(csv);
    assertThat(published(json)).as("JSON lines, seed %d", SEED).isEqualTo(published);
    assertThat(published(parquet)).as("Parquet, seed %d", SEED).isEqualTo(published);
  }

  /** As a tool would export them: numbers as numbers, times as its format has them. */
  private static int convert(Path csv, Path json, Path parquet) throws IOException {
    int count = 0;
    try (RowReader rows = open(csv);
        JsonGenerator lines = new JsonFactory().createGenerator(json.toFile(), JsonEncoding.UTF8);
        ParquetOutput typed = new ParquetOutput(Files.newOutputStream(parquet), TYPED)) {
      lines.setRootValueSeparator(new SerializedString("\n"));
      for (; rows.hasNext(); count++) {
        Row row = rows.next();
        write(row, lines);
        typed.write(group(row));
      }
    }
    return count;
  }

  private static void write(Row row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Object> cell : row.values().entrySet()) {
      json.writeFieldName(cell.getKey());
      String text = (String) cell.getValue();
      switch (cell.getKey()) {
        case "customer_id", "quantity", "unit_price" ->
            json.writeNumber(text == null ? "null" : text);
        default -> json.writeString(text);
      }
    }
    json.writeEndObject();
  }

  private static Group group(Row row) {
    Group group = new SimpleGroup(TYPED);
    for (Map.Entry<String, Object> cell : row.values().entrySet()) {
      String text = (String) cell.getValue();
      if (text != null) {
        switch (cell.getKey()) {
          case "customer_id", "quantity" -> group.add(cell.getKey(), Long.parseLong(text));
          case "unit_price" -> group.add(cell.getKey(), Double.parseDouble(text));
          case "invoice_time" -> group.add(cell.getKey(), Instant.parse(text).toEpochMilli());
          default -> group.add(cell.getKey(), text);
        }
      }
    }
    return group;
  }

  private static RowReader open(Path file) {
    return RowReader.open(file, RowFormat.of(file), FileForm.DEFAULT);
  }

  /** A hash of the keys and values, in their order. */
  private static String published(Path file) throws Exception {
    MappingSpec spec = MappingYaml.parse(Files.readString(EXAMPLES.resolve("retail.mapping.yaml")));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    AvroWriter writer = new AvroWriter(new InMemorySchemaRegistry(), true);
    try (RowReader rows = open(file)) {
      RecordMapping mapping =
          new RecordMapping(spec, TargetSchema.load(spec.schema(), EXAMPLES), rows.columns());
      while (rows.hasNext()) {
        MappedRecord record = mapping.map(rows.next()).orElseThrow();
        digest.update(String.valueOf(record.key()).getBytes(StandardCharsets.UTF_8));
        digest.update(writer.write("transactions-value", record.value()));
        digest.update(
            Long.toString(record.timeMs().orElseThrow()).getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

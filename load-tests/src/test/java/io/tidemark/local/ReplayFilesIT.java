package io.tidemark.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files as people have them, through the command and a broker to the topic. */
@ExtendWith(SharedStackExtension.class)
@Order(19)
class ReplayFilesIT {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Tx", "namespace": "acme", "fields": [
        {"name": "id", "type": "string"},
        {"name": "cust", "type": ["null", "long"], "default": null},
        {"name": "price", "type": ["null", "double"], "default": null},
        {"name": "note", "type": ["null", "string"], "default": null},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""";

  private static final String HEADER = "id,cust,price,note,at\n";
  private static final String AT = "2026-03-01T10:00:00Z";
  private static final int FRAME = 5;

  @TempDir private Path folder;
  private String name;

  /** What a run of the command came to. */
  private record Run(boolean failed, List<String> output, List<String> records) {
    String lastLine() {
      return output.get(output.size() - 1);
    }
  }

  @BeforeEach
  void nameTheTopic(TestInfo test) throws IOException {
    name = "files-" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    Files.writeString(folder.resolve("tx.avsc"), SCHEMA);
  }

  private Run replay(Stack stack, Path file, String... flags) throws Exception {
    return replay(stack, "all", file, flags);
  }

  private Run replay(Stack stack, String create, Path file, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(List.of("--topic", name, "--schema", folder.resolve("tx.avsc").toString()));
    arguments.addAll(List.of("--on-error", "skip", file.toString()));
    boolean failed = false;
    try (ServiceProcess service = new ServiceProcess(stack, name)) {
      service.set("topics.create", create).set("topics.partitions", "1");
      Files.deleteIfExists(service.log("replay"));
      try {
        service.command("replay", arguments);
      } catch (StackException e) {
        assertThat(e).hasMessageContaining("ended with exit code 1");
        failed = true;
      }
      List<String> output = Files.readAllLines(service.log("replay"));
      assertThat(output).noneMatch(line -> line.startsWith("\tat "));
      return new Run(failed, output, create.equals("all") ? records(stack) : List.of());
    }
  }

  private List<String> records(Stack stack) throws IOException {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    List<String> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        new Topics(stack.bootstrapServers()).readBytes(name)) {
      byte[] value = record.value();
      records.add(
          new GenericDatumReader<>(schema)
              .read(
                  null,
                  DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, null))
              .toString());
    }
    return records;
  }

  private Path write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text);
  }

  private static String record(String id, String cust, String note) {
    return "{\"id\": \"%s\", \"cust\": %s, \"price\": 2.5, \"note\": %s, \"at\": 1772359200000}"
        .formatted(id, cust, note);
  }

  @Test
  void wholeNumbersArePublishedAndOthersAreNot(Stack stack) throws Exception {
    String rows = "a,17850.0,2.5,,%s\nb,, 2.5 ,,%s\nc, 12 ,2.5,,%s\nd,17850.5,2.5,,%s\n";
    Run run = replay(stack, write("pd.csv", HEADER + rows.formatted(AT, AT, AT, AT)));
    assertThat(run.records())
        .containsExactly(
            record("a", "17850", "null"), record("b", "null", "null"), record("c", "12", "null"));
    assertThat(run.lastLine())
        .isEqualTo(
            "Published to %s: 3 records, 1 rejected (1 column cust: must be a whole number)", name);
  }

  @Test
  void datesThatAreNoneAreRefused(Stack stack) throws Exception {
    String rows = "b13,1,2.5,,2026-02-30T10:00:00Z\nb14,1,2.5,,2026-04-31 10:00:00\n";
    Run run = replay(stack, write("a.csv", HEADER + rows));
    assertThat(run.records()).isEmpty();
    assertThat(run.lastLine()).contains("0 records, 2 rejected (2 column at: must be a timestamp");
  }

  @Test
  void localTimesThatAreNoneAreRefusedAndThoseThatAreTwoCounted(Stack stack) throws Exception {
    String rows = "d2,1,1.5,,29/03/2026 01:30\nd3,1,1.5,,25/10/2026 01:30\n";
    Run run =
        replay(
            stack,
            write("dst.csv", HEADER + rows),
            "--map",
            "at=at:timestamp:dd/MM/yyyy HH:mm@Europe/London");
    assertThat(run.records()).hasSize(1);
    assertThat(run.lastLine())
        .contains("1 records, 1 rejected (1 column at: must be a local time that exists")
        .endsWith(", 1 ambiguous local times read as the earlier");
  }

  @Test
  void textOfAnotherEncodingIsRefusedOrReadAsSaid(Stack stack) throws Exception {
    String text = HEADER + "q1,1,2.5,Café,%s\nq2,1,2.5,Cafè,%s\n".formatted(AT, AT);
    Path file = Files.write(folder.resolve("latin.csv"), text.getBytes(ISO_8859_1));
    Run refused = replay(stack, file);
    assertThat(refused.records()).isEmpty();
    assertThat(refused.lastLine()).contains("2 rejected (2 column note: bytes that are no UTF-8)");
    assertThat(replay(stack, file, "--encoding", "ISO-8859-1").records())
        .containsExactly(record("q1", "1", "\"Café\""), record("q2", "1", "\"Cafè\""));
  }

  @Test
  void delimiterIsSaidOrNamed(Stack stack) throws Exception {
    String row = "c1,1,2.5,,%s\n".formatted(AT);
    Path semicolons = write("semi.csv", (HEADER + row).replace(',', ';'));
    Run named = replay(stack, semicolons);
    assertThat(named.failed()).isTrue();
    assertThat(String.join("\n", named.output())).contains("--delimiter ';'");
    assertThat(named.lastLine()).contains("0 records, 1 rejected");
    assertThat(replay(stack, semicolons, "--delimiter", ";").records()).hasSize(1);
    Path tabs = write("tab.tsv", (HEADER + row).replace(',', '\t'));
    assertThat(replay(stack, tabs).records()).hasSize(2);
  }

  @Test
  void brokenFileEndsInASentenceAndTheCounts(Stack stack) throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(HEADER.getBytes(UTF_8));
      for (int row = 0; row < 50_000; row++) {
        zip.write("r%d,%d,2.5,,%s\n".formatted(row, row * 7919 % 10_007, AT).getBytes(UTF_8));
      }
    }
    byte[] bytes = zipped.toByteArray();
    Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length - 900));
    Run run = replay(stack, cut);
    assertThat(run.failed()).isTrue();
    assertThat(run.records()).isNotEmpty();
    assertThat(String.join("\n", run.output())).contains("cut.csv.gz: Row ", "ends before its end");
    assertThat(run.lastLine())
        .startsWith(
            "Published to %s: %,d records, 1 rejected".formatted(name, run.records().size()));
  }

  @Test
  void missingTopicIsSaidAtOnce(Stack stack) throws Exception {
    Run run = replay(stack, "own", write("a.csv", HEADER + "a,1,2.5,,%s\n".formatted(AT)));
    assertThat(run.failed()).isTrue();
    assertThat(String.join("\n", run.output())).contains("Missing topics [" + name + "]");
    assertThat(run.lastLine()).isEqualTo("Published to %s: 0 records, 0 rejected", name);
  }
}

package io.tidemark.app.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tidemark.kafka.replay.ReplayPublisher;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.replay.MappingFlags;
import io.tidemark.replay.MappingSpec;
import io.tidemark.wire.AvroWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whatever a file is like, what became of its rows is said. */
class FilePublisherTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Tx", "fields": [
        {"name": "id", "type": "string"},
        {"name": "cust", "type": ["null", "long"], "default": null},
        {"name": "note", "type": ["null", "string"], "default": null}]}""";

  private static final String HEADER = "id,cust,note\n";
  private static final int FRAME = 5;

  @TempDir private Path folder;
  private RowTally tally;
  private MockProducer<byte[], byte[]> kafka;

  @Command(name = "test")
  private static final class Options {
    @Mixin private MappingOptions mapping;
  }

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("tx.avsc"), SCHEMA);
    forget();
  }

  private void forget() {
    tally = new RowTally();
    kafka =
        new MockProducer<>(
            true,
            new RoundRobinPartitioner(),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  private void publish(List<Path> files, String... flags) throws IOException {
    Options options = new Options();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(flags);
    MappingSpec spec = options.mapping.spec(new MappingFlags.Target("t", List.of(), null));
    Schema schema = new Schema.Parser().parse(SCHEMA);
    AvroWriter writer = new AvroWriter(new InMemorySchemaRegistry(), true);
    ReplayPublisher publisher = new ReplayPublisher(kafka, writer, "t");
    new FilePublisher(options.mapping, spec, schema, publisher, new Pace(0), tally).publish(files);
  }

  /** The ids and notes of what was published. */
  private List<String> published() throws IOException {
    List<String> read = new ArrayList<>();
    Schema schema = new Schema.Parser().parse(SCHEMA);
    for (var record : kafka.history()) {
      byte[] value = record.value();
      GenericRecord tx =
          new GenericDatumReader<GenericRecord>(schema)
              .read(
                  null,
                  DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, null));
      read.add(tx.get("id") + " " + tx.get("note"));
    }
    return read;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String rows(int from, int to) {
    StringBuilder rows = new StringBuilder();
    for (int i = from; i < to; i++) {
      rows.append('r').append(i).append(',').append(i * 7919 % 10_007).append(",n\n");
    }
    return rows.toString();
  }

  private Path broken(String kind) throws IOException {
    byte[] text = (HEADER + rows(0, 20_000)).getBytes(UTF_8);
    return switch (kind) {
      case "open quote" -> write("open.csv", HEADER + rows(0, 3) + "x,1,\"never\n" + rows(3, 9));
      case "text after a quote" -> write("after.csv", HEADER + rows(0, 3) + "x,1,\"a\"b\n");
      case "repeated column" -> write("dup.csv", "id,cust,cust\nw,1,2\n");
      case "other delimiter" -> write("semi.csv", "id;cust;note\nw;1;2\n");
      case "missing file" -> folder.resolve("absent.csv");
      case "directory" -> Files.createDirectories(folder.resolve("folder.csv"));
      case "no avro" -> write("text.avro", "id,cust\n");
      case "gz without content" -> Files.write(folder.resolve("z.csv.gz"), new byte[] {31, -117});
      case "cut gz" -> cut("cut.csv.gz", gzip(text));
      case "cut zst" -> cut("cut.csv.zst", Zstd.compress(text));
      case "cut avro" -> cut("cut.avro", avro(2_000));
      case "cut avro in gz" -> cut("cut.avro.gz", gzip(avro(2_000)));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private Path cut(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), Arrays.copyOf(bytes, bytes.length * 3 / 4));
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text);
    }
    return out.toByteArray();
  }

  private static byte[] avro(int count) throws IOException {
    Schema schema = new Schema.Parser().parse(SCHEMA.replace("\"string\"}", "[\"string\"]}"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setSyncInterval(2_000).create(schema, out);
      for (int i = 0; i < count; i++) {
        GenericData.Record record = new GenericData.Record(schema);
        record.put("id", "r" + i);
        record.put("note", i % 2 == 0 ? "even" : null);
        writer.append(record);
      }
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open quote",
        "text after a quote",
        "repeated column",
        "other delimiter",
        "missing file",
        "directory",
        "no avro",
        "gz without content",
        "cut gz",
        "cut zst",
        "cut avro",
        "cut avro in gz",
      })
  void brokenFileEndsInOneSentenceAndTheCounts(String kind) throws IOException {
    Path file = broken(kind);
    assertThatThrownBy(() -> publish(List.of(file), "--on-error", "skip"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("File " + file + ": ")
        .hasMessageNotContaining("Exception")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .satisfies(e -> assertThat(TidemarkCommand.exitCode((Exception) e)).hasValue(1));
    assertThat(tally.toString())
        .startsWith(String.format("%,d records, 1 rejected (1 ", kafka.history().size()))
        .contains("cannot be read");
    if (kind.startsWith("cut") || kind.contains("quote")) {
      assertThat(kafka.history()).isNotEmpty();
    }
  }

  @Test
  void compressedFilesAreReadWhole() throws IOException {
    byte[] text = (HEADER + rows(0, 20_000)).getBytes(UTF_8);
    publish(
        List.of(
            Files.write(folder.resolve("a.csv.gz"), gzip(text)),
            Files.write(folder.resolve("a.csv.zst"), Zstd.compress(text))));
    assertThat(tally).hasToString("40,000 records, 0 rejected");
  }

  @Test
  void rejectedRowsAreCountedByReasonAndCanBeFedAgain() throws IOException {
    String text = HEADER + "a,1.0,x\nb,1.5,\"y, \"\"z\"\"\"\nc,2,Café\nd,3\ne,many,w\nf,1e1,x\n";
    Path file = Files.write(folder.resolve("latin.csv"), text.getBytes(ISO_8859_1));
    Path rejects = folder.resolve("rejects.csv");
    publish(List.of(file), "--on-error", "skip", "--rejects", rejects.toString());
    assertThat(published()).containsExactly("a x", "f x");
    assertThat(tally)
        .hasToString(
            "2 records, 4 rejected (2 column cust: must be a whole number; 1 column note: bytes"
                + " that are no UTF-8; 1 number of values differs from the header)");
    assertThat(Files.readAllBytes(rejects))
        .isEqualTo(
            (HEADER + "b,1.5,\"y, \"\"z\"\"\"\nc,2,Café\nd,3\ne,many,w\n").getBytes(ISO_8859_1));
    forget();
    publish(
        List.of(rejects),
        "--on-error=skip",
        "--encoding=latin1",
        "--null=1.5",
        "--rejects=" + folder.resolve("again.csv"));
    assertThat(published()).containsExactly("b y, \"z\"", "c Café");
  }

  @Test
  void rejectedLinesOfJsonAreAsTheyWere() throws IOException {
    List<String> bad =
        List.of("{\"id\": \"b\" , \"cust\":12.5}", "{\"id\":", "{\"id\":\"c\",\"id\":\"d\"}");
    Path file = write("a.jsonl", "{\"id\":\"a\",\"cust\":12.0}\n" + String.join("\n", bad));
    Path rejects = folder.resolve("rejects.jsonl");
    publish(List.of(file), "--on-error", "skip", "--rejects", rejects.toString());
    assertThat(published()).containsExactly("a null");
    assertThat(Files.readAllLines(rejects)).isEqualTo(bad);
  }

  @Test
  void rejectedRecordsOfAvroAreRecords() throws IOException {
    Path file = Files.write(folder.resolve("a.avro"), avro(3));
    Path rejects = folder.resolve("rejects.avro");
    publish(List.of(file), "--map", "cust=note", "--on-error=skip", "--rejects=" + rejects);
    assertThat(tally).hasToString("1 records, 2 rejected (2 column note: must be a whole number)");
    forget();
    publish(List.of(rejects));
    assertThat(published()).containsExactly("r0 even", "r2 even");
  }

  @Test
  void rejectsNeverReplaceWhatIsRead() throws IOException {
    Path file = write("a.csv", HEADER + "a,1,x\n");
    assertThatThrownBy(() -> publish(List.of(file), "--rejects", file.toString()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--rejects");
    assertThat(file).hasContent(HEADER + "a,1,x\n");
  }

  @Test
  void eachFileHasRejectsOfItsOwn() throws IOException {
    List<Path> files =
        List.of(write("a.csv", HEADER + "a,x,\n"), write("b.csv", "cust,id\nx,b\n1,c\n"));
    publish(files, "--on-error=skip", "--rejects=" + folder.resolve("no.csv"));
    assertThat(folder.resolve("no.csv")).hasContent(HEADER + "a,x,\n");
    assertThat(folder.resolve("no-2.csv")).hasContent("cust,id\nx,b\n");
  }

  @Test
  void rowThatStopsIsNamedAndCounted() throws IOException {
    Path file = write("a.csv", HEADER + "a,1,x\nb,2.5,y\nc,3,z\n");
    assertThatThrownBy(() -> publish(List.of(file)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("Row 2: column cust has '2.5' for field cust: must be a whole number")
        .hasMessageContaining("--on-error");
    assertThat(tally).hasToString("1 records, 1 rejected (1 column cust: must be a whole number)");
  }

  @Test
  void recordThatIsTooLargeIsARejectedRow() throws IOException {
    kafka = new SmallProducer();
    Path file =
        write("large.csv", HEADER + rows(0, 2) + "x,1," + "n".repeat(900) + "\n" + rows(2, 4));

    publish(List.of(file), "--on-error", "skip", "--rejects", folder.resolve("rej.csv").toString());

    assertThat(published()).hasSize(4);
    assertThat(tally.toString()).isEqualTo("4 records, 1 rejected (1 record is too large)");
    assertThat(Files.readString(folder.resolve("rej.csv"))).contains("nnn");
  }

  @Test
  void rowThatIsTooLargeToBeSentAsItIsEndsTheReplay() throws IOException {
    kafka = new SmallProducer();
    Path file = write("large.csv", HEADER + rows(0, 2) + "x,no," + "n".repeat(900) + "\n");

    assertThatThrownBy(() -> publish(List.of(file), "--on-error", "send"))
        .hasMessageContaining("Cannot send a row of")
        .hasMessageContaining("max.request.size");
    assertThat(tally.toString()).startsWith("2 records");
  }

  /** One that refuses records at once, as Kafka's does those beyond max.request.size. */
  private static final class SmallProducer extends MockProducer<byte[], byte[]> {
    SmallProducer() {
      super(
          true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (record.value().length <= 500) {
        return super.send(record, callback);
      }
      RecordTooLargeException refusal = new RecordTooLargeException("too large");
      callback.onCompletion(null, refusal);
      return CompletableFuture.failedFuture(refusal);
    }
  }

  @Test
  void rowSentAsItIsIsNoRejectedOne() throws IOException {
    publish(List.of(write("a.csv", HEADER + "a,x,\n")), "--on-error", "send");
    assertThat(tally).hasToString("0 records, 0 rejected, 1 sent as they are, for quarantine");
    assertThat(new String(kafka.history().get(0).value(), UTF_8)).contains("\"cust\":\"x\"");
  }

  @Test
  void reasonsAreBounded() {
    for (int i = 0; i < 30; i++) {
      tally.reject("reason " + i);
    }
    assertThat(tally.rejected()).isEqualTo(30);
    assertThat(tally.toString()).contains("30 rejected (10 other reasons; ");
  }
}

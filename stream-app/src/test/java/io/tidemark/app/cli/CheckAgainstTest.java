package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code check --against}: what a producer's next schema would do, before it is rolled out. */
class CheckAgainstTest {
  private static final String EXAMPLES = "../load-tests/examples/";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();

  private int against(String schema) {
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    return command.execute(
        "check",
        "--config",
        EXAMPLES + "retail.yaml",
        "--schema",
        "transactions=" + EXAMPLES + "transactions.avsc",
        "--against",
        "transactions=" + schema);
  }

  private Path changed(String from, String to) throws IOException {
    String schema = Files.readString(Path.of(EXAMPLES + "transactions.avsc"));
    assertThat(schema).contains(from);
    return Files.writeString(folder.resolve("next.avsc"), schema.replace(from, to));
  }

  @Test
  void sameSchemaLosesNothing() {
    assertThat(against(EXAMPLES + "transactions.avsc")).as(out::toString).isZero();
    assertThat(out.toString())
        .contains("Source transactions", "unit_price is read as", "rule ", "feature ");
  }

  @Test
  void fieldThatIsMissedIsNamedWithWhatReadsIt() throws IOException {
    Path next = changed("\"unit_price\"", "\"unit_cost\"");

    assertThat(against(next.toString())).isOne();
    assertThat(out.toString()).contains("unit_price is null, since the schema lacks it (");
  }

  @Test
  void otherRecordTypeIsSaid() throws IOException {
    Path next = changed("\"name\": \"Transaction\"", "\"name\": \"Refund\"");

    assertThat(against(next.toString())).isOne();
    assertThat(out.toString()).contains("The record is of type", "Refund");
  }

  @Test
  void timeInADeclaredUnitMayGetALogicalType() throws IOException {
    String plain =
        "{\"type\": \"record\", \"name\": \"E\", \"fields\": [{\"name\": \"k\", \"type\": \"string\"},"
            + " {\"name\": \"at\", \"type\": \"long\"}]}";
    String logical =
        plain.replace(
            "\"type\": \"long\"",
            "\"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}");
    String definitions =
        "namespace: e\n"
            + "sources: [{name: e, topic: e, event_time: {field: at, unit: seconds}}]\n"
            + "entities: [{name: u, key: [k]}]\n"
            + "features: [{group: g, source: e, entity: u, aggregate: [{name: n, op: count}]}]\n";
    Path now = Files.writeString(folder.resolve("now.avsc"), plain);
    Path next = Files.writeString(folder.resolve("next.avsc"), logical);
    Path config = Files.writeString(folder.resolve("e.yaml"), definitions);
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));

    for (Path each : new Path[] {now, next}) {
      Path other = each.equals(now) ? next : now;
      assertThat(
              command.execute(
                  "check",
                  "--config",
                  config.toString(),
                  "--schema",
                  "e=" + each,
                  "--against",
                  "e=" + other))
          .as(out::toString)
          .isZero();
    }
    assertThat(out.toString())
        .contains("at is read as long (timestamp-millis)", "at is read as long (");
  }

  @Test
  void topicThatNobodyReadsIsSaid() {
    CommandLine command = TidemarkCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    String file = EXAMPLES + "transactions.avsc";

    assertThat(
            command.execute(
                "check",
                "--config",
                EXAMPLES + "retail.yaml",
                "--schema",
                "transactions=" + file,
                "--against",
                "orders=" + file))
        .isOne();
    assertThat(out.toString()).contains("No source reads topic orders");
  }
}

package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.replay.ReplayPublisher;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.replay.MappingFlags;
import io.tidemark.replay.MappingSpec;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes files to a topic. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Publish CSV, JSON lines, Avro or Parquet files, compressed or not, to a topic.",
      "The last line says how many records were published, and how many rows were rejected and why."
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;
  @Mixin private MappingOptions mapping;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, in the order to publish.")
  private List<Path> files;

  @Option(names = "--topic", description = "Where to; default: the mapping's topic.")
  private String topic;

  @Option(names = "--key", paramLabel = "FIELD", description = "Fields that make the record key.")
  private List<String> key = new ArrayList<>();

  @Option(names = "--time", paramLabel = "FIELD", description = "The field that is event time.")
  private String time;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "N times the pace of event time; default: as fast as possible.")
  private double speed;

  @Option(
      names = "--propose",
      paramLabel = "FILE",
      description =
          "Publish nothing, but write a mapping from the first thousand rows of the file and the"
              + " topic's schema, to be looked over.")
  private Path proposal;

  @Override
  public Integer call() throws IOException {
    MappingSpec rows = mapping.spec(new MappingFlags.Target(topic, key, time));
    if (rows.topic() == null) {
      throw new CommandFailure("No topic: say where to with --topic, or topic: in the mapping.");
    }
    if (proposal != null) {
      return propose(rows);
    }
    Schema schema = mapping.schema(rows, null);
    RowTally tally = new RowTally();
    int exit = 0;
    try {
      publish(rows, schema, tally);
    } catch (RuntimeException e) {
      exit = TidemarkCommand.exitCode(e).orElseThrow(() -> e);
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
    }
    report(rows.topic(), tally);
    return exit;
  }

  private int propose(MappingSpec rows) throws IOException {
    int count = new MappingWriter(mapping, rows, settings.load()).write(files.get(0), proposal);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Wrote %s from %,d rows of %s: look it over.%n", proposal, count, files.get(0));
    out.flush();
    return 0;
  }

  private void publish(MappingSpec rows, Schema schema, RowTally tally) throws IOException {
    Settings chosen = settings.load();
    KafkaClients clients = new KafkaClients(chosen.kafka(), "tidemark-replay");
    TopicPlan.require(chosen, clients, Set.of(rows.topic()));
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry());
        ReplayPublisher publisher =
            new ReplayPublisher(
                clients.producer(rows.topic()), new AvroWriter(registry, true), rows.topic())) {
      new FilePublisher(mapping, rows, schema, publisher, new Pace(speed), tally).publish(files);
    }
  }

  private void report(String target, RowTally tally) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Published to %s: %s%n", target, tally);
    out.flush();
  }
}

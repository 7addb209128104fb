package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Model;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.training.LabelledTopic;
import io.tidemark.records.LabelDefinitions;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.training.Selection;
import io.tidemark.training.file.ExampleFormat;
import io.tidemark.training.file.Manifest;
import io.tidemark.training.file.TrainingFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes labelled examples as files to train on. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write the labelled examples of a model and period as files to train on, as they were known at"
          + " a time: of each label the newest example that had been written by then.",
      "The folder gets examples, or train, validation and test, and export.json, which says what is"
          + " in them, what is not and why. The same command gives the same bytes again, for as long"
          + " as the topic has what it had."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DefinitionOptions definitions;
  @Mixin private SettingsOptions settings;
  @Mixin private ExportOptions options;

  @Parameters(paramLabel = "FOLDER", description = "The folder to make; it must not be there yet.")
  private Path folder;

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description =
          "parquet or csv, with a column for each feature; or avro, the records as they are."
              + " Default: ${DEFAULT-VALUE}.")
  private ExampleFormat format;

  @Option(
      names = "--without-compacted",
      description =
          "Leave out examples of which the topic does not have any more what was known then.")
  private boolean withoutCompacted;

  @Override
  public Integer call() throws DefinitionException {
    Model model = options.model(definitions.load().definitions().models());
    Selection selection = options.selection(model, Clock.systemUTC().instant());
    try (FolderInTheMaking making = FolderInTheMaking.of(folder)) {
      export(model, selection, making);
      making.finish();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder + ": " + e.getMessage(), e);
    }
  }

  private void export(Model model, Selection selection, FolderInTheMaking making)
      throws IOException {
    Settings chosen = settings.load(definitions.settings());
    KafkaClients clients = new KafkaClients(chosen.kafka(), "tidemark-export");
    clients.requireReach();
    String topic = TopicPlan.own(chosen).labelled().name();
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry());
        LabelledTopic examples =
            read(clients, topic, registry, selection, making.scratch("fold"))) {
      requireKnown(examples);
      TrainingFiles.Outcome outcome =
          TrainingFiles.write(selection, examples, format, making.path());
      making.write(
          "export.json",
          new Manifest(new TidemarkCommand.Version().getVersion()[0])
              .selection(selection)
              .definition(LabelDefinitions.of(model))
              .input(topic, examples.offsets(), counts(examples))
              .outcome(outcome)
              .json());
      new ExportReport(spec.commandLine().getOut()).print(folder, outcome, examples);
    }
  }

  private static LabelledTopic read(
      KafkaClients clients, String topic, SchemaRegistry registry, Selection wanted, Path scratch) {
    try (Progress progress = Progress.of(topic, -1, new Progress.Unit("records", 1))) {
      return LabelledTopic.read(
          clients,
          topic,
          registry,
          wanted,
          scratch,
          (read, all) -> {
            progress.total(all);
            progress.reach(read);
          });
    }
  }

  private void requireKnown(LabelledTopic examples) {
    if (examples.compacted() > 0 && !withoutCompacted) {
      throw new CommandFailure(
          "What was known of %,d examples is not on the topic any more: it was compacted. Name a later --as-of, or leave them out with --without-compacted."
              .formatted(examples.compacted()));
    }
  }

  private static Map<String, Long> counts(LabelledTopic examples) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("known", examples.known());
    counts.put("foreign", examples.foreign());
    counts.put("erased", examples.erased());
    counts.put("compacted", examples.compacted());
    return counts;
  }
}

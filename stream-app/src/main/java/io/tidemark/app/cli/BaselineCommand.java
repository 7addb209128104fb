package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.json.BaselineJson;
import io.tidemark.records.BaselineRecords;
import io.tidemark.records.BaselineRows;
import io.tidemark.replay.MappingFlags;
import io.tidemark.replay.MappingSpec;
import io.tidemark.replay.RecordMapping;
import io.tidemark.replay.RowReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds the baseline of a model version and publishes it or writes it to a file. */
@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    description = {
      "Build the drift baseline of a model version from CSV, JSON lines or Avro files.",
      "Without a mapping every column is a raw feature, but for model_score and model_decision. With"
          + " one, rows are mapped to PredictionLog records as `replay` does."
    })
final class BaselineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;
  @Mixin private MappingOptions mapping;

  @Option(names = "--input", required = true, arity = "1..*", description = "Files of rows.")
  private List<Path> inputs;

  @Option(names = "--model", required = true, description = "The model's name.")
  private String model;

  @Option(names = "--model-version", required = true, description = "The model's version.")
  private String version;

  @Option(names = "--output", description = "Write a JSON file instead of publishing.")
  private Path output;

  @Override
  public Integer call() throws IOException {
    BaselineBuilder builder = new BaselineBuilder(model, version);
    for (Path input : inputs) {
      add(input, builder);
    }
    if (builder.rows() == 0) {
      throw new CommandFailure("No rows in " + inputs + ": a baseline needs at least one.");
    }
    BaselineProfile profile = builder.build(Clock.systemUTC().instant());
    if (output == null) {
      publish(profile);
    } else {
      Files.writeString(output, BaselineJson.write(profile));
    }
    report(profile, builder.rows());
    return 0;
  }

  private void add(Path input, BaselineBuilder builder) throws IOException {
    MappingSpec rows = mapping.spec(new MappingFlags.Target(null, List.of(), null));
    try (RowReader reader = RowReader.open(input, mapping.format(input), rows.form());
        ReadingBar bar = ReadingBar.of(input, reader)) {
      if (rows.isOfFormAlone()) {
        while (reader.hasNext()) {
          builder.add(BaselineRows.ofColumns(reader.next().values()));
          bar.show();
        }
      } else {
        addMapped(reader, rows, builder, bar);
      }
    }
  }

  private void addMapped(
      RowReader reader, MappingSpec rows, BaselineBuilder builder, ReadingBar bar) {
    RecordMapping records =
        new RecordMapping(rows, mapping.schema(rows, "PredictionLog"), reader.columns());
    MappedRows mapped = new MappedRows(reader, records, mapping.onError(), new RowTally());
    while (mapped.advance(row -> {})) {
      builder.add(BaselineRows.ofPrediction(mapped.current().value()));
      bar.show();
    }
  }

  private void publish(BaselineProfile profile) {
    Settings chosen = settings.load();
    new Publication(chosen, "baseline")
        .publish(
            TopicPlan.own(chosen).baselines(),
            BaselineRecords.key(profile),
            BaselineRecords.record(profile, inputs.toString()));
  }

  private void report(BaselineProfile profile, long rows) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Baseline of %s %s: %,d rows, %d features, hash %s%n",
        model, version, rows, profile.features().size(), profile.hash());
    out.flush();
  }
}

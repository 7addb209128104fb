package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.json.BaselineJson;
import io.tidemark.records.BaselineRecords;
import io.tidemark.records.BaselineRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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
      "Build the drift baseline of a model version from CSV, JSON lines, Avro or Parquet files.",
      "Without a mapping every column is a raw feature, but for model_score and model_decision; of"
          + " PredictionLog records, those in raw_features. With one, rows are mapped to"
          + " PredictionLog records as `replay` does. Says how each column was read."
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

  @Option(
      names = "--kind",
      paramLabel = "COLUMN=KIND",
      description =
          "number or category; default: a column of CSV is of numbers when each value is one as"
              + " JSON writes it, any other as its values are.")
  private Map<String, Kind> kinds = new LinkedHashMap<>();

  /** What a column is of. */
  enum Kind {
    NUMBER,
    CATEGORY
  }

  @Override
  public Integer call() throws IOException {
    BaselineBuilder builder = new BaselineBuilder(model, version);
    Map<String, Boolean> numbers = new LinkedHashMap<>();
    kinds.forEach((column, kind) -> numbers.put(column, kind == Kind.NUMBER));
    BaselineFiles files = new BaselineFiles(mapping, inputs, numbers);
    try {
      files.read(builder);
    } catch (CommandFailure e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
      print("Read: %s%n", files.tally());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (builder.rows() == 0) {
      throw new CommandFailure("No rows in " + inputs + ": a baseline needs at least one.");
    }
    BaselineProfile profile = builder.build(Clock.systemUTC().instant());
    requireColumns(profile);
    if (output == null) {
      publish(profile);
    } else {
      Files.writeString(output, BaselineJson.write(profile));
    }
    print("Read: %s%n", files.tally());
    profile.features().values().forEach(feature -> print("%s%n", files.description(feature)));
    report(profile, builder.rows());
    return 0;
  }

  private void requireColumns(BaselineProfile profile) {
    for (String column : kinds.keySet()) {
      if (!profile.features().containsKey(BaselineRows.name(column))) {
        throw new CommandFailure(
            "Unknown column '"
                + column
                + "' in --kind: the files have "
                + profile.features().keySet()
                + ".");
      }
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
    print(
        "Baseline of %s %s: %,d rows, %d features, hash %s%n",
        model, version, rows, profile.features().size(), profile.hash());
  }

  private void print(String format, Object... arguments) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(format, arguments);
    out.flush();
  }
}

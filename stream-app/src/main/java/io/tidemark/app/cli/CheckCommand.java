package io.tidemark.app.cli;

import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.Model;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.testkit.FeatureScenario;
import io.tidemark.testkit.cases.CaseRun;
import io.tidemark.testkit.cases.CasesException;
import io.tidemark.testkit.cases.CasesReader;
import io.tidemark.testkit.cases.FeatureCase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks definitions against schemas without starting anything. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Check definitions against the schemas of their topics, and run cases against them;"
            + " report every problem.")
final class CheckCommand implements Callable<Integer> {
  /** Ten million a second. */
  private static final double MOST_A_MINUTE = 600_000_000;

  @Spec private CommandSpec spec;
  @Mixin private DefinitionOptions definitions;
  @Mixin private SettingsOptions settings;

  @Mixin private SchemaOptions given;

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      description = "Run the cases of a YAML file against the definitions; may be repeated.")
  private List<Path> cases = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "TOPIC=SCHEMA",
      description =
          "Tell what would become of a topic's records if they were written with another schema: a"
              + " version of its subject, or an .avsc file. Ends with 1 where a used field would be"
              + " lost.")
  private Map<String, String> against = new LinkedHashMap<>();

  @Option(
      names = "--traffic",
      paramLabel = "MODEL=PER_MINUTE",
      description =
          "Tell which drift of a model would be found with so many predictions a minute, and how"
              + " many false alarms there would be; may be repeated.")
  private Map<String, Double> traffic = new LinkedHashMap<>();

  @Override
  public Integer call() throws DefinitionException, CasesException {
    LoadedDefinitions loaded = definitions.load();
    Settings chosen = settings.load(definitions.settings());
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry())) {
      SourceSchemas schemas = new SourceSchemas(registry, definitions.builtIn());
      given.into(schemas);
      CheckedDefinitions checked = check(schemas, loaded);
      report(checked);
      forecast(checked);
      int lost = compare(new SchemaReport(checked, schemas, spec.commandLine().getOut()));
      return Math.max(lost, run(checked, schemas.bySource()));
    }
  }

  private static CheckedDefinitions check(SourceSchemas schemas, LoadedDefinitions loaded)
      throws DefinitionException {
    try {
      return schemas.check(loaded);
    } catch (RegistryUnavailableException e) {
      throw new CommandFailure(
          e.getMessage()
              + " To check without a registry, give the schema of every source by --schema"
              + " TOPIC=FILE.",
          e);
    }
  }

  private void forecast(CheckedDefinitions checked) {
    AlarmReport report = new AlarmReport(spec.commandLine().getOut());
    traffic.forEach(
        (name, perMinute) -> {
          if (!(perMinute > 0) || perMinute > MOST_A_MINUTE) {
            throw new UsageFailure(
                "Invalid traffic of %s, %s: must be predictions a minute, above 0 and at most %,.0f."
                    .formatted(name, perMinute, MOST_A_MINUTE));
          }
          report.add(model(checked, name), perMinute);
        });
  }

  private static Model model(CheckedDefinitions checked, String name) {
    List<Model> models = checked.definitions().models();
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageFailure(
                    "Unknown model %s in --traffic: must be one of %s"
                        .formatted(name, models.stream().map(Model::name).toList())));
  }

  private int compare(SchemaReport report) {
    boolean readable = true;
    for (Map.Entry<String, String> other : against.entrySet()) {
      readable &= report.isReadable(other.getKey(), other.getValue());
    }
    return readable ? 0 : 1;
  }

  private int run(CheckedDefinitions checked, Map<String, Schema> schemas) throws CasesException {
    if (cases.isEmpty()) {
      return 0;
    }
    CaseReport report = new CaseReport(spec.commandLine().getOut());
    for (FeatureCase each : CasesReader.read(cases, checked)) {
      report.add(CaseRun.of(each, FeatureScenario.of(checked, schemas)));
    }
    return report.finish();
  }

  private void report(CheckedDefinitions checked) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Definitions of %s are valid: %d sources, %d feature groups, %d models%n",
        checked.definitions().namespace(),
        checked.sources().size(),
        checked.groups().size(),
        checked.models().size());
    checked.warnings().forEach(warning -> out.println("warning: " + warning.describe()));
    out.flush();
  }
}

package io.tidemark.app.cli;

import io.tidemark.app.Doctor;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.doctor.Examination;
import io.tidemark.doctor.Finding;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at all a service needs. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Look at all a service needs: state folder, port, Kafka with topics and rights, registry and"
          + " schemas, Redis with owner and clock.",
      "Changes nothing, and may run beside the service. Ends with 1 when something is wrong."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final String LINE = "%-6s %-24s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private DefinitionOptions definitions;
  @Mixin private SettingsOptions settings;

  @Override
  public Integer call() throws DefinitionException {
    LoadedDefinitions loaded = definitions.load();
    Settings chosen = settings.loadForStart(definitions.settings());
    PrintWriter out = spec.commandLine().getOut();
    Examination examination = new Examination(finding -> print(finding, out));
    new Doctor(chosen, loaded, definitions.builtIn(), Clock.systemUTC()).examine(examination);
    return examination.isWell() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** At once: the next answer may take a while. */
  private static void print(Finding finding, PrintWriter out) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    String text = finding.text().strip().replace("\n", "\n" + " ".repeat(32));
    out.printf(LINE, verdict, finding.what(), text);
    out.flush();
  }
}

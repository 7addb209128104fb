package io.tidemark.app.cli;

import io.tidemark.app.cli.QuarantineExport.Format;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.QuarantineLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes records in quarantine to a file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write records in quarantine to a file, for somebody to look into or to mend.",
      "json_lines has everything about each, avro the records of the topic as they are, and rows the"
          + " fields alone of those that decode, which `tidemark replay` publishes once they are"
          + " mended."
    })
final class QuarantineExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;
  @Mixin private QuarantineOptions options;

  @Parameters(paramLabel = "FILE", description = "The file; none of that name may be there.")
  private Path file;

  @Option(
      names = "--format",
      defaultValue = "json_lines",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() {
    try {
      return export();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private int export() throws IOException {
    if (Files.exists(file)) {
      throw new UsageFailure("File " + file + " is there already: name another, or remove it.");
    }
    OutputFile.require(file);
    PrintWriter out = spec.commandLine().getOut();
    try (OpenQuarantine quarantine = new OpenQuarantine(settings.load());
        QuarantineLog log = quarantine.log();
        QuarantineExport export = format.to(file, quarantine.payloads())) {
      boolean unused =
          log.scan(
              options.filter(),
              entry -> {
                write(export, entry);
                return true;
              });
      out.printf("Wrote %,d records to %s%s.%n", export.written(), file, export.leftOut());
    }
    out.flush();
    return ExitCode.OK;
  }

  private void write(QuarantineExport export, QuarantineEntry entry) {
    try {
      export.write(entry);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}

package io.tidemark.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.quarantine.EntryJson;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.QuarantinePlace;
import io.tidemark.quarantine.SourcePosition;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one record in quarantine. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Show a record in quarantine: decoded where it decodes and in hexadecimal where not, with its"
            + " headers, the rule and the values it failed on.")
final class QuarantineShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;

  @Parameters(
      paramLabel = "RECORD",
      description =
          "Its id in a list, PARTITION-OFFSET, or where it was read, TOPIC-PARTITION-OFFSET.")
  private String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (OpenQuarantine quarantine = new OpenQuarantine(settings.load());
        QuarantineLog log = quarantine.log()) {
      QuarantineEntry entry = find(log).orElseThrow(this::unknown);
      ObjectNode whole = EntryJson.whole(entry, quarantine.payloads().of(entry));
      if (json) {
        out.println(whole);
      } else {
        QuarantineReport.record(whole, out);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private Optional<QuarantineEntry> find(QuarantineLog log) {
    Optional<QuarantinePlace> place = QuarantinePlace.parse(name);
    if (place.isPresent()) {
      return log.at(place.get());
    }
    SourcePosition position = SourcePosition.parse(name).orElseThrow(this::invalid);
    return log.newestOf(position);
  }

  private UsageFailure invalid() {
    return new UsageFailure(
        "Invalid record "
            + name
            + ": it is PARTITION-OFFSET of quarantine or TOPIC-PARTITION-OFFSET. `tidemark quarantine"
            + " list` has both.");
  }

  private CommandFailure unknown() {
    return new CommandFailure(
        "No record "
            + name
            + " in quarantine: it never was there, or is older than topics.quarantine.retention.");
  }
}

package io.tidemark.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidemark.quarantine.EntryJson;
import io.tidemark.quarantine.ProducerSummary;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.QuarantinePage;
import io.tidemark.quarantine.QuarantinePage.Cursor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists records in quarantine, or who sends them. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List records in quarantine, the newest first; or with --summary who sends them.")
final class QuarantineListCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;
  @Mixin private QuarantineOptions options;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many, 1 to 10,000; default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "CURSOR",
      description = "The page behind: what the last line of the one before says.")
  private String before;

  @Option(
      names = "--summary",
      description = "Records by topic, producer and schema, with their reasons.")
  private boolean summary;

  @Option(
      names = "--producer-header",
      split = ",",
      paramLabel = "NAME",
      description = "Headers in which producers name themselves, the first that is there counts.")
  private List<String> producerHeaders = ProducerSummary.HEADERS;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new UsageFailure("Invalid --limit " + limit + ": must be from 1 to 10,000.");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (OpenQuarantine quarantine = new OpenQuarantine(settings.load());
        QuarantineLog log = quarantine.log()) {
      if (summary) {
        summarise(log, out);
      } else {
        list(QuarantinePage.read(log, options.filter(), cursor(), limit), out);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private Optional<Cursor> cursor() {
    if (before == null) {
      return Optional.empty();
    }
    Optional<Cursor> cursor = Cursor.parse(before);
    if (cursor.isEmpty()) {
      throw new UsageFailure(
          "Invalid --before " + before + ": it is what the last line of a list says.");
    }
    return cursor;
  }

  private void summarise(QuarantineLog log, PrintWriter out) {
    ProducerSummary senders = new ProducerSummary(producerHeaders);
    boolean unused = log.scan(options.filter(), senders::take);
    if (json) {
      ArrayNode rows = JsonNodeFactory.instance.arrayNode();
      senders.rows().forEach(row -> rows.add(EntryJson.line(row)));
      out.println(rows);
    } else {
      QuarantineReport.senders(senders.rows(), out);
    }
  }

  private void list(QuarantinePage page, PrintWriter out) {
    if (json) {
      out.println(EntryJson.page(page));
    } else {
      QuarantineReport.page(page, out);
    }
  }
}

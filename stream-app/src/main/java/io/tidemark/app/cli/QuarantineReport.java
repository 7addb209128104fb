package io.tidemark.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.quarantine.EntryJson;
import io.tidemark.quarantine.ProducerSummary;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.QuarantinePage;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints records in quarantine for people: tables, with instants in UTC. */
final class QuarantineReport {
  private static final int WIDEST = 60;
  private static final int HEX_LINE = 64;

  private QuarantineReport() {}

  static void page(QuarantinePage page, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("id", "position", "quarantined", "reason", "rule", "schema", "key", "tries"));
    page.entries().forEach(entry -> rows.add(row(entry)));
    table(rows, out);
    out.printf("%,d of %,d records%n", page.entries().size(), page.matching());
    page.next().ifPresent(next -> out.printf("next page: --before %s%n", next));
  }

  private static List<String> row(QuarantineEntry entry) {
    return List.of(
        entry.place().toString(),
        entry.source().toString(),
        entry.quarantinedAt().toString(),
        entry.record().getReason(),
        text(entry.record().getRule()),
        text(entry.record().getSchemaId()),
        text(EntryJson.shown(entry.key())),
        entry.tag().map(tag -> Integer.toString(tag.attempt())).orElse("0"));
  }

  static void senders(List<ProducerSummary.Row> senders, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("records", "topic", "producer", "schema", "reasons", "last", "example"));
    senders.forEach(sender -> rows.add(row(sender)));
    table(rows, out);
  }

  private static List<String> row(ProducerSummary.Row row) {
    return List.of(
        Long.toString(row.records()),
        row.sender().topic(),
        row.sender().producer(),
        text(row.sender().schemaId()),
        row.reasons().entrySet().stream()
            .map(reason -> reason.getKey() + " " + reason.getValue())
            .collect(Collectors.joining(", ")),
        row.last().toString(),
        row.example().toString());
  }

  /** One record, from what {@link EntryJson#whole} says. */
  static void record(JsonNode entry, PrintWriter out) {
    entry
        .fields()
        .forEachRemaining(
            member -> {
              if (!member.getValue().isContainerNode() && !member.getKey().equals("value_hex")) {
                out.printf("%-17s %s%n", member.getKey(), shown(member.getValue()));
              }
            });
    members("headers", entry.path("headers"), out);
    members("failed on", entry.path("failed_on"), out);
    if (entry.path("decoded").isObject()) {
      out.println("decoded");
      out.println(entry.path("decoded").toPrettyString());
    } else {
      out.println("value in hexadecimal");
      hex(entry.path("value_hex").asText(""), out);
    }
  }

  private static void members(String title, JsonNode node, PrintWriter out) {
    if (node.isEmpty()) {
      return;
    }
    out.println(title);
    if (node.isArray()) {
      node.forEach(h -> out.printf("  %s = %s%n", shown(h.path("name")), shown(h.path("value"))));
    } else {
      node.fields()
          .forEachRemaining(m -> out.printf("  %s = %s%n", m.getKey(), shown(m.getValue())));
    }
  }

  private static void hex(String digits, PrintWriter out) {
    for (int start = 0; start < digits.length(); start += HEX_LINE) {
      out.printf(
          "  %06x  %s%n",
          start / 2, digits.substring(start, Math.min(digits.length(), start + HEX_LINE)));
    }
  }

  private static String shown(JsonNode value) {
    return value.isNull() ? "-" : printable(value.isTextual() ? value.asText() : value.toString());
  }

  private static String text(Object value) {
    return value == null ? "-" : value.toString();
  }

  private static void table(List<List<String>> rows, PrintWriter out) {
    List<List<String>> cells =
        rows.stream().map(row -> row.stream().map(QuarantineReport::cell).toList()).toList();
    int columns = cells.get(0).size();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append(padded(row.get(column), width(cells, column))).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int width(List<List<String>> cells, int column) {
    return cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String cell(String text) {
    String shown = printable(text);
    return shown.length() > WIDEST ? shown.substring(0, WIDEST - 1) + "…" : shown;
  }

  /** What a producer wrote moves nobody's cursor. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }
}

package io.tidemark.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints an explanation for people: instants in UTC, lengths as people write them. */
final class ExplainReport {
  private final JsonNode tree;

  ExplainReport(JsonNode tree) {
    this.tree = tree;
  }

  void print(PrintWriter out) {
    out.printf(
        "%s %s at %s, revision %s%n",
        text("entity"), text("key"), instant(tree.path("as_of")), text("revision"));
    out.printf("  last event    %s%n", instant(tree.path("last_event_time")));
    out.printf("  changes next  %s%n", changes());
    JsonNode state = tree.path("state");
    out.printf(
        "  state         of partition %s on %s, as of its last commit%s%n",
        state.path("partition").asText(),
        state.path("instance").asText(),
        state.path("unsent").asBoolean() ? "; a vector with changes is yet to be sent" : "");
    for (JsonNode applied : state.path("applied")) {
      out.printf(
          "  input         %s-%s up to offset %s%n",
          applied.path("topic").asText(),
          applied.path("partition").asText(),
          applied.path("offset").asText());
    }
    tree.path("groups").forEach(group -> group(out, group));
  }

  private String text(String name) {
    return tree.path(name).asText();
  }

  private String changes() {
    if (tree.path("valid_until").isNull()) {
      return "never, unless an event arrives";
    }
    List<String> names = new ArrayList<>();
    tree.path("changes_next").forEach(name -> names.add(name.asText()));
    return instant(tree.path("valid_until")) + ": " + String.join(", ", names);
  }

  private static void group(PrintWriter out, JsonNode group) {
    out.printf(
        "%n%s@%s, from %s%s%s, observed since %s%n",
        group.path("name").asText(),
        group.path("version").asText(),
        group.path("source").asText(),
        group.path("where").isNull() ? "" : " where " + group.path("where").asText(),
        group.path("owner").isNull() ? "" : ", owned by " + group.path("owner").asText(),
        instant(group.path("observed_since")));
    group.path("features").forEach(feature -> feature(out, feature));
  }

  private static void feature(PrintWriter out, JsonNode feature) {
    out.printf(
        "  %s = %s  (%s%s)%s%n",
        feature.path("name").asText(),
        value(feature.path("value")),
        feature.path("operation").asText(),
        feature.path("of").isNull() ? "" : " of " + feature.path("of").asText(),
        warming(feature));
    JsonNode window = feature.path("window");
    if (!window.isNull()) {
      out.printf(
          "    window  [%s, %s)%s%n",
          instant(window.path("start")),
          instant(window.path("end")),
          window.path("hop_ms").asLong() == 0
              ? ""
              : " in steps of " + length(window.path("hop_ms")));
    }
    feature
        .path("inputs")
        .fields()
        .forEachRemaining(
            input -> out.printf("    input   %s = %s%n", input.getKey(), value(input.getValue())));
    if (!feature.path("changes_at").isNull()) {
      out.printf("    change  %s%n", instant(feature.path("changes_at")));
    }
    feature.path("tiles").forEach(tile -> tile(out, tile));
  }

  private static String warming(JsonNode feature) {
    return feature.path("status").asText().equals("WARMING")
        ? " WARMING, covered at " + instant(feature.path("covered_at"))
        : "";
  }

  private static void tile(PrintWriter out, JsonNode tile) {
    out.printf(
        "    tile    %s +%s = %s, leaves %s%n",
        instant(tile.path("start")),
        length(tile.path("length_ms")),
        value(tile.path("value")),
        instant(tile.path("leaves_at")));
  }

  private static String value(JsonNode value) {
    return value.isNull() ? "absent" : value.isTextual() ? value.asText() : value.toString();
  }

  private static String instant(JsonNode ms) {
    return ms.isNumber() ? Instant.ofEpochMilli(ms.asLong()).toString() : "never";
  }

  private static String length(JsonNode ms) {
    return Duration.ofMillis(ms.asLong()).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}

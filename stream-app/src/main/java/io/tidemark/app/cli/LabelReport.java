package io.tidemark.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;

/** Prints what is known of a request for people: instants in UTC. */
final class LabelReport {
  private final JsonNode tree;

  LabelReport(JsonNode tree) {
    this.tree = tree;
  }

  void print(PrintWriter out) {
    out.printf(
        "%s %s is %s, held by partition %s on %s%n",
        tree.path("model").asText(),
        tree.path("request_id").asText(),
        tree.path("state").asText(),
        tree.at("/held_by/partition").asText(),
        tree.at("/held_by/instance").asText());
    if (tree.has("why")) {
      out.printf("  %s%n", tree.path("why").asText());
    }
    if (tree.has("prediction")) {
      out.printf(
          "  predicted  %s by version %s%n",
          instant(tree.at("/prediction/time")), tree.at("/prediction/model_version").asText());
    }
    out.printf("  next       %s%n", instant(tree.path("changes_at")));
    tree.path("labels").forEach(label -> label(out, label));
    tree.path("outcomes").forEach(outcome -> outcome(out, outcome));
  }

  private static void label(PrintWriter out, JsonNode label) {
    out.printf("%n  %s is %s", label.path("name").asText(), label.path("phase").asText());
    if (label.has("value")) {
      out.printf(": %s, weighs %s", label.path("value").asText(), label.path("weight").asText());
    }
    if (label.has("decided_by_outcome_at")) {
      out.printf(", by the outcome of %s", instant(label.path("decided_by_outcome_at")));
    }
    out.printf(
        "%n    window   [%s, %s], closes %s%n",
        instant(label.path("counts_from")),
        instant(label.path("counts_until")),
        instant(label.path("closes_at")));
    out.printf(
        "    several  %s; without any it becomes %s%n",
        label.path("several").asText(), label.path("on_timeout").asText());
  }

  private static void outcome(PrintWriter out, JsonNode outcome) {
    out.printf(
        "%n  %s at %s, came %s%s%n",
        outcome.path("outcome").asText(),
        instant(outcome.path("time")),
        instant(outcome.path("came_at")),
        outcome.has("expires_at") ? ", is held until " + instant(outcome.path("expires_at")) : "");
    outcome
        .path("counts")
        .fields()
        .forEachRemaining(
            label ->
                out.printf(
                    "    %-10s %s%s%n",
                    label.getKey(),
                    words(label.getValue().asText()),
                    says(outcome.path("says").path(label.getKey()))));
  }

  private static String says(JsonNode judgement) {
    return judgement.isMissingNode()
        ? ": says nothing about it"
        : ": is %s, %s that weighs %s"
            .formatted(
                judgement.path("evidence").asText(),
                judgement.path("value").asText(),
                judgement.path("weight").asText());
  }

  private static String words(String use) {
    return use.replace('_', ' ');
  }

  private static String instant(JsonNode ms) {
    return ms.isNumber() ? Instant.ofEpochMilli(ms.asLong()).toString() : "never";
  }
}

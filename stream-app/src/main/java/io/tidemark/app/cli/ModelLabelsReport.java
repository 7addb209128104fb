package io.tidemark.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/** Prints what is known of a model's labels for people: instants in UTC. */
final class ModelLabelsReport {
  private final JsonNode tree;

  ModelLabelsReport(JsonNode tree) {
    this.tree = tree;
  }

  void print(PrintWriter out) {
    out.printf(
        "labels of %s as of %s, held by partition %s on %s%n",
        tree.path("model").asText(),
        tree.path("as_of").isNull() ? "no time yet" : instant(tree.path("as_of")),
        tree.at("/held_by/partition").asText(),
        tree.at("/held_by/instance").asText());
    tree.path("labels").forEach(label -> label(out, label));
    unmatched(out, "predictions without an outcome", "predictions_without_outcome");
    unmatched(out, "outcomes without a prediction", "outcomes_without_prediction");
  }

  private static void label(PrintWriter out, JsonNode label) {
    out.printf("%n  %s%n    funnel   ", label.path("name").asText());
    StringJoiner funnel = new StringJoiner(", ");
    for (String state :
        new String[] {"opened", "joined", "timed_out", "unlabelled", "erased", "pending"}) {
      funnel.add(label.path(state).asText() + " " + state.replace('_', ' '));
    }
    out.println(funnel);
    StringJoiner ages = new StringJoiner(", ");
    label
        .path("pending_by_age")
        .fields()
        .forEachRemaining(
            age -> {
              if (age.getValue().asLong() > 0) {
                ages.add(age.getValue().asText() + " to " + age.getKey());
              }
            });
    out.printf("    pending  %s%n", ages.length() == 0 ? "none" : ages);
    JsonNode delay = label.path("delay");
    if (delay.has("p50")) {
      out.printf(
          "    delay    half within %s, 90 %% within %s, 99 %% within %s%n",
          length(delay.path("p50")), length(delay.path("p90")), length(delay.path("p99")));
    }
    outage(out, label.path("outage"));
  }

  private static void outage(PrintWriter out, JsonNode outage) {
    String state = outage.path("state").asText();
    if (state.equals("open")) {
      out.printf(
          "    outage   since %s: %.1f outcomes were to be expected, %.0f came%n",
          instant(outage.path("from")),
          outage.path("expected").asDouble(),
          outage.path("came").asDouble());
    } else {
      out.printf(
          "    outage   %s%n",
          state.equals("learning") ? "not told yet: too few outcomes have come" : "none");
    }
  }

  private void unmatched(PrintWriter out, String title, String key) {
    JsonNode samples = tree.path(key);
    out.printf("%n  %s %s%n", samples.path("count").asText(), title);
    samples
        .path("newest")
        .forEach(
            one ->
                out.printf(
                    "    %s %s, given up %s%n",
                    one.path("request_id").asText(),
                    one.has("read_at")
                        ? "read at " + one.path("read_at").asText()
                        : one.path("label").asText() + " of " + instant(one.path("time")),
                    instant(one.path("given_up_at"))));
  }

  private static String length(JsonNode ms) {
    return Duration.ofMillis(ms.asLong()).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String instant(JsonNode ms) {
    return Instant.ofEpochMilli(ms.asLong()).toString();
  }
}

package io.tidemark.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.explain.Finding.Held;
import io.tidemark.monitoring.labels.LabelDelays;
import io.tidemark.monitoring.labels.LabelFunnel;
import io.tidemark.monitoring.labels.LabelWatch;
import io.tidemark.monitoring.labels.ModelLabels;
import io.tidemark.monitoring.labels.Outage;
import io.tidemark.monitoring.labels.UnmatchedSamples;
import java.time.Duration;

/** Writes what is known of a model's labels as JSON: instants and lengths in milliseconds. */
final class ModelLabelsJson {
  /** Ages by which it is told how complete a cohort is. */
  private static final long[] AGE_MINUTES = {
    1, 5, 15, 60, 180, 720, 1_440, 2_880, 4_320, 10_080, 43_200, 129_600
  };

  private ModelLabelsJson() {}

  static String of(String model, Held<ModelLabels> held) {
    ModelLabels found = held.found();
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("model", model);
    boolean known = found.throughMs() > 0;
    reply.put("as_of", known ? Long.valueOf(found.throughMs()) : null);
    ArrayNode labels = reply.putArray("labels");
    found
        .labels()
        .forEach((name, watch) -> label(labels.addObject(), name, watch, found.throughMs()));
    unmatched(reply.putObject("predictions_without_outcome"), found.predictions());
    unmatched(reply.putObject("outcomes_without_prediction"), found.outcomes());
    ObjectNode origin = reply.putObject("held_by");
    origin.put("instance", held.origin().instance());
    origin.put("partition", held.origin().partition());
    return reply.toString();
  }

  private static void label(ObjectNode node, String name, LabelWatch watch, long nowMs) {
    node.put("name", name);
    LabelFunnel funnel = watch.funnel();
    node.put("opened", funnel.opened()).put("joined", funnel.joined());
    node.put("timed_out", funnel.timedOut()).put("unlabelled", funnel.unlabelled());
    node.put("erased", funnel.erased()).put("pending", funnel.pending());
    ObjectNode ages = node.putObject("pending_by_age");
    watch.pending(nowMs).all().forEach((age, count) -> ages.put(age.label(), count));
    delays(node, watch.delays());
    outage(node.putObject("outage"), watch);
    ArrayNode past = node.putArray("past_outages");
    watch.pastOutages().forEach(outage -> put(past.addObject(), outage));
  }

  private static void delays(ObjectNode node, LabelDelays delays) {
    boolean known = delays.decided() > 0;
    node.put("decided_share", known ? Double.valueOf(delays.decided()) : null);
    ObjectNode quantiles = node.putObject("delay");
    ObjectNode curve = node.putObject("completeness");
    if (known) {
      quantiles.put("p50", delays.quantileMs(0.5)).put("p90", delays.quantileMs(0.9));
      quantiles.put("p99", delays.quantileMs(0.99));
      for (long minutes : AGE_MINUTES) {
        long ageMs = Duration.ofMinutes(minutes).toMillis();
        curve.put(Long.toString(ageMs), delays.completeness(ageMs));
      }
    }
  }

  private static void outage(ObjectNode node, LabelWatch watch) {
    String state = watch.hasLearnt() ? "none" : "learning";
    node.put("state", watch.outage().isPresent() ? "open" : state);
    node.put("evidence", watch.evidence()).put("step", watch.stepMs());
    node.put("expected_last_step", watch.expected()).put("came_last_step", watch.came());
    watch.outage().ifPresent(outage -> put(node, outage));
  }

  private static void put(ObjectNode node, Outage outage) {
    node.put("from", outage.fromMs()).put("noticed_at", outage.noticedMs());
    if (!outage.isOpen()) {
      node.put("until", outage.untilMs());
    }
    node.put("expected", outage.expected()).put("came", outage.came());
  }

  private static void unmatched(ObjectNode node, UnmatchedSamples samples) {
    node.put("count", samples.count());
    ArrayNode newest = node.putArray("newest");
    samples
        .newest()
        .forEach(
            one -> {
              ObjectNode sample = newest.addObject().put("request_id", one.requestId());
              if (one.where().isEmpty()) {
                sample.put("label", one.label()).put("time", one.madeMs());
              } else {
                sample.put("read_at", one.where());
              }
              sample.put("given_up_at", one.atMs());
            });
  }
}

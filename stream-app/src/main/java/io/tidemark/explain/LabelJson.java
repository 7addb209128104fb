package io.tidemark.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.explain.Finding.Held;
import io.tidemark.join.Arrival;
import io.tidemark.join.JoinState;
import io.tidemark.join.Judgement;
import io.tidemark.join.OpenLabel;
import io.tidemark.join.Standing;
import java.util.List;
import java.util.Locale;

/** Writes what is known of a request as JSON: instants in milliseconds. */
final class LabelJson {
  private LabelJson() {}

  static String of(String model, String requestId, Held<JoinState> held) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("model", model).put("request_id", requestId);
    JoinState state = held.found();
    if (state instanceof JoinState.Open open) {
      open(reply, open);
    } else if (state instanceof JoinState.Waiting waiting) {
      waiting(reply, waiting);
    } else if (state instanceof JoinState.Erased) {
      reply.put("state", "erased");
      reply.put("why", "an entity that it was about was erased: nothing of it is left");
    } else {
      reply.put("state", "closed");
      reply.put("why", "every label has closed: its newest example is on the topic of examples");
    }
    reply.put("changes_at", state.dueMs());
    ObjectNode origin = reply.putObject("held_by");
    origin.put("instance", held.origin().instance());
    origin.put("partition", held.origin().partition());
    return reply.toString();
  }

  private static void waiting(ObjectNode reply, JoinState.Waiting waiting) {
    reply.put("state", "waiting");
    reply.put("why", "outcomes have come and no prediction: they are held until they expire");
    ArrayNode outcomes = reply.putArray("outcomes");
    waiting
        .outcomes()
        .forEach(
            held -> {
              ObjectNode one = outcome(outcomes, held.arrival(), List.of());
              one.put("expires_at", held.expiresAtMs());
            });
  }

  private static void open(ObjectNode reply, JoinState.Open open) {
    reply.put("state", "open");
    ObjectNode prediction = reply.putObject("prediction");
    prediction.put("model_version", open.prediction().modelVersion());
    prediction.put("time", open.prediction().timeMs());
    ArrayNode labels = reply.putArray("labels");
    open.labels().forEach(label -> label(labels.addObject(), label));
    ArrayNode outcomes = reply.putArray("outcomes");
    open.outcomes().forEach(arrival -> outcome(outcomes, arrival, open.labels()));
  }

  private static void label(ObjectNode node, OpenLabel label) {
    node.put("name", label.name());
    node.put("counts_from", label.fromMs()).put("counts_until", label.untilMs());
    node.put("closes_at", label.closesAtMs());
    node.put("on_timeout", lower(label.policy().onTimeout()));
    node.put("several", lower(label.policy().several()));
    node.put("phase", lower(label.phase()));
    Standing standing = label.standing();
    if (standing != null) {
      node.put("value", standing.value()).put("weight", standing.weight());
      node.put("examples_written", standing.told());
      if (!label.isSilent()) {
        node.put("decided_by_outcome_at", standing.timeMs());
      }
    }
  }

  private static ObjectNode outcome(ArrayNode list, Arrival arrival, List<OpenLabel> labels) {
    ObjectNode node = list.addObject();
    node.put("outcome", arrival.outcome().kind()).put("time", arrival.outcome().timeMs());
    node.put("came_at", arrival.atMs());
    ObjectNode says = node.putObject("says");
    for (Judgement judgement : arrival.outcome().judgements()) {
      says.putObject(judgement.label())
          .put("evidence", lower(judgement.evidence()))
          .put("value", judgement.value())
          .put("weight", judgement.weight());
    }
    ObjectNode counts = node.putObject("counts");
    labels.forEach(label -> counts.put(label.name(), lower(label.use(arrival))));
    return node;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

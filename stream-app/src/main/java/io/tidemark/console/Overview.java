package io.tidemark.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.console.Instance.Reading;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Model;
import io.tidemark.definition.Rule;
import io.tidemark.definition.Source;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What is declared, what runs it, and which instances there are, as JSON. Figures are not here:
 * they are on {@code /metrics}. Thread-safe.
 *
 * @param build what runs
 * @param declared what it was told to compute
 * @param instances all that Kafka Streams knows of; none while partitions move
 * @param wall tells the page what time it is here, since the clock of who looks may differ
 */
public record Overview(
    RunningBuild build, Definitions declared, Supplier<List<Instance>> instances, Clock wall) {

  /** Everything, as it is now. */
  public ObjectNode json() {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("namespace", declared.namespace());
    reply.put("clock", declared.clock().name().toLowerCase(Locale.ROOT));
    reply.put("now", wall.instant().toString());
    reply.set("build", build(reply.objectNode()));
    ArrayNode running = reply.putArray("instances");
    instances.get().forEach(instance -> add(running.addObject(), instance));
    ArrayNode sources = reply.putArray("sources");
    declared.sources().forEach(source -> add(sources.addObject(), source));
    ArrayNode groups = reply.putArray("groups");
    declared.groups().forEach(group -> add(groups.addObject(), group));
    ArrayNode models = reply.putArray("models");
    declared.models().forEach(model -> add(models.addObject(), model));
    return reply;
  }

  private ObjectNode build(ObjectNode node) {
    node.put("application", build.application());
    node.put("version", build.version());
    node.put("commit", build.commit());
    node.put("definitions", build.definitions());
    node.put("java", build.java());
    node.put("started_at", build.startedAt().toString());
    build.pins().forEach(node.putArray("pins")::add);
    return node;
  }

  private static void add(ObjectNode node, Instance instance) {
    node.put("address", instance.address());
    node.put("asked", instance.asked());
    readings(node.putArray("active"), instance.active());
    readings(node.putArray("standby"), instance.standby());
  }

  private static void readings(ArrayNode list, List<Reading> readings) {
    for (Reading reading : readings) {
      ArrayNode partitions = list.addObject().put("topic", reading.topic()).putArray("partitions");
      reading.partitions().forEach(partitions::add);
    }
  }

  private static void add(ObjectNode node, Source source) {
    node.put("name", source.name());
    node.put("topic", source.topic());
    node.put("event_time", source.eventTime());
    node.put("event_id", source.eventId());
    ArrayNode rules = node.putArray("rules");
    for (Rule rule : source.rules()) {
      ObjectNode one = rules.addObject().put("name", rule.name());
      one.put("expect", rule.expect());
      one.put("on_fail", rule.onFail().name().toLowerCase(Locale.ROOT));
    }
  }

  private static void add(ObjectNode node, FeatureGroup group) {
    node.put("name", group.name());
    node.put("version", group.version());
    node.put("owner", group.owner());
    node.put("source", group.source());
    node.put("entity", group.entity());
    node.put("where", group.where());
  }

  private void add(ObjectNode node, Model model) {
    node.put("name", model.name());
    node.put("predictions", model.predictionTopic());
    model.outcomeTopics().forEach(node.putArray("outcomes")::add);
    ArrayNode features = node.putArray("features");
    declared.services().stream()
        .filter(service -> service.name().equals(model.name()))
        .forEach(service -> service.features().forEach(features::add));
    ArrayNode labels = node.putArray("labels");
    for (Model.Label label : model.labels()) {
      ObjectNode one = labels.addObject().put("name", label.name());
      one.put("version", label.version());
      one.put("window_seconds", label.window().toSeconds());
      one.put("grace_seconds", label.grace().toSeconds());
    }
    node.put("warn", model.drift().warn());
    node.put("alert", model.drift().alert());
  }
}

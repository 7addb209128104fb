package io.tidemark.app;

import io.tidemark.app.plan.InputTopics;
import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.TopicSetting;
import io.tidemark.definition.Definitions;
import io.tidemark.doctor.Examination;
import io.tidemark.doctor.Finding;
import io.tidemark.kafka.ClusterReport;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics.Topic;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Kafka as a service needs it: who answers, which topics are there, what may be done. */
record KafkaChecks(Settings settings, Definitions definitions) {

  /** Asks the cluster, and goes no further where it does not answer. */
  void examine(Examination on) {
    Set<String> inputs = InputTopics.of(definitions).all();
    Set<String> own =
        TopicPlan.written(settings).stream().map(Topic::name).collect(Collectors.toSet());
    Set<String> read = new TreeSet<>(inputs);
    read.addAll(TopicPlan.read(settings));
    KafkaClients clients =
        new KafkaClients(settings.kafka(), settings.get(KafkaSetting.APPLICATION_ID));
    on.ask(
            Neighbour.KAFKA.setting(),
            () -> clients.report(read, own),
            report ->
                Finding.ok(Neighbour.KAFKA.setting(), "brokers that answer: " + report.brokers()))
        .ifPresent(
            report -> {
              on.add(topics("input topics", inputs, report, "all"));
              on.add(topics("own topics", own, report, "own", "all"));
              on.add(rights(report));
            });
  }

  /** Those that are missing are created at the start where the settings say so. */
  private Finding topics(
      String what, Set<String> wanted, ClusterReport report, String... createdBy) {
    Set<String> missing = new TreeSet<>(wanted);
    missing.retainAll(report.missing());
    if (missing.isEmpty()) {
      String counts =
          new TreeSet<>(wanted)
              .stream()
                  .filter(report.partitions()::containsKey)
                  .map(topic -> topic + " (" + report.partitions().get(topic) + ")")
                  .collect(Collectors.joining(", "));
      return Finding.ok(what, "partitions of " + counts);
    }
    boolean created = Set.of(createdBy).contains(settings.get(TopicSetting.CREATE));
    return created
        ? Finding.note(what, "the start creates " + missing)
        : Finding.wrong(what, "missing " + missing + ": create them, or set topics.create=all");
  }

  private static Finding rights(ClusterReport report) {
    return report.denied().isEmpty()
        ? Finding.ok("kafka rights", "what has to be read and written may be")
        : Finding.wrong(
            "kafka rights", "denied " + report.denied() + ": allow it to the service's user");
  }
}

package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.TopicSetting;
import io.tidemark.avro.ControlCommand;
import io.tidemark.avro.ControlKind;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.control.ControlPublisher;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the service to fill the online store again from its state. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Fill the online store again from the state of the running service.",
      "For a Redis that lost its content: the vector of every entity is sent again, whole, while"
          + " events go on. Topics are not read again."
    })
final class RebuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;

  @Option(names = "--by", description = "Who asks, for the audit trail.")
  private String requestedBy;

  @Override
  public Integer call() {
    Settings chosen = settings.load();
    Topics topics = Topics.withPrefix(chosen.get(TopicSetting.PREFIX));
    String id = UUID.randomUUID().toString();
    publish(chosen, topics, id);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Asked for rebuild %s on topic %s.%n", id, topics.control().name());
    out.println(
        "Every running instance sends the vectors of its entities again; one that is stopped does so"
            + " when it starts.");
    out.println(
        "Progress: tidemark_feature_sweep_remaining and tidemark_feature_swept_total on /metrics;"
            + " the log says when a task went through every entity.");
    out.flush();
    return 0;
  }

  private void publish(Settings chosen, Topics topics, String id) {
    KafkaClients clients = new KafkaClients(chosen.kafka(), "tidemark-rebuild");
    TopicPlan.prepare(chosen, clients, topics);
    try (SchemaRegistry registry = SchemaRegistries.connect(chosen.registry());
        ControlPublisher publisher =
            new ControlPublisher(
                clients.producer("control"), new AvroWriter(registry, true), topics.control())) {
      publisher.publish(
          ControlCommand.newBuilder()
              .setKind(ControlKind.REBUILD)
              .setId(id)
              .setRequestedAt(Clock.systemUTC().instant())
              .setRequestedBy(requestedBy)
              .build());
    }
  }
}

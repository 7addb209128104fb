package io.tidemark.app.cli;

import io.tidemark.app.plan.QuarantineReplayer;
import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.quarantine.KafkaQuarantine;
import io.tidemark.quarantine.Payloads;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.Replayer;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.time.Duration;

/** Quarantine as a command sees it; closing lets go of Kafka and the registry. */
final class OpenQuarantine implements AutoCloseable {
  /** A command reads to the end, however much there is. */
  private static final Duration PATIENCE = Duration.ofDays(365);

  private final Settings settings;
  private final KafkaClients clients;
  private final SchemaRegistry registry;

  OpenQuarantine(Settings settings) {
    this.settings = settings;
    this.clients = new KafkaClients(settings.kafka(), "tidemark-quarantine");
    clients.requireReach();
    this.registry = SchemaRegistries.connect(settings.registry());
  }

  /** The records up to now. */
  QuarantineLog log() {
    return new KafkaQuarantine(
        clients.bulkReader("quarantine"),
        TopicPlan.own(settings).quarantine().name(),
        registry,
        PATIENCE);
  }

  Payloads payloads() {
    return new Payloads(registry);
  }

  Replayer replayer() {
    return new QuarantineReplayer(settings, clients, registry, this::log);
  }

  @Override
  public void close() {
    registry.close();
  }
}

package io.tidemark.app.plan;

import io.tidemark.app.settings.Settings;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.quarantine.KafkaQuarantine;
import io.tidemark.quarantine.Payloads;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.serve.QuarantineRoutes;
import io.tidemark.quarantine.serve.ReplayJobs;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;

/** Quarantine as the service shows it; has a connection to the registry of its own. */
public final class QuarantinePlan implements AutoCloseable {
  /** So that a request is answered while whoever asked still waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A replay reads to the end, however much there is. */
  private static final Duration WHOLE = Duration.ofDays(365);

  private final Settings settings;
  private final KafkaClients clients;
  private final SchemaRegistry registry;
  private final ReplayJobs jobs;
  private final QuarantineRoutes routes;

  /** What is shown and done is about the deployment of these settings. */
  public QuarantinePlan(Settings settings, KafkaClients clients) {
    this.settings = settings;
    this.clients = clients;
    this.registry = SchemaRegistries.connect(settings.registry());
    this.jobs =
        new ReplayJobs(
            new QuarantineReplayer(settings, clients, registry, () -> log(WHOLE)),
            Clock.systemUTC());
    this.routes = new QuarantineRoutes(() -> log(PATIENCE), () -> new Payloads(registry));
  }

  /** What answers requests. */
  public QuarantineRoutes routes() {
    return routes;
  }

  /** What feeds records again. */
  public ReplayJobs jobs() {
    return jobs;
  }

  private QuarantineLog log(Duration patience) {
    return new KafkaQuarantine(
        clients.bulkReader("quarantine"),
        TopicPlan.own(settings).quarantine().name(),
        registry,
        patience);
  }

  @Override
  public void close() {
    jobs.close();
    registry.close();
  }
}

package io.tidemark.app;

import io.tidemark.app.plan.QuarantinePlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.console.ConsoleAnswers;
import io.tidemark.console.ConsoleRoutes;
import io.tidemark.history.History;
import io.tidemark.history.serve.HistoryRoutes;
import io.tidemark.http.HttpService;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.quarantine.serve.QuarantineRoutes;
import io.tidemark.quarantine.serve.ReplayRoutes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a process of the service answers beside features: the console, quarantine and the past. Each
 * is there once there is ground for it to stand on; until then it is answered that it starts.
 */
final class OperatorServing {
  private final Settings settings;
  private final Parts parts;
  private final AtomicReference<QuarantinePlan> quarantine = new AtomicReference<>();
  private final AtomicReference<ConsoleAnswers> console = new AtomicReference<>();
  private final AtomicReference<History> history = new AtomicReference<>();

  OperatorServing(Settings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  /** Adds the routes. */
  void mount(HttpService http) {
    ConsoleRoutes.mount(http, () -> Optional.ofNullable(console.get()));
    HistoryRoutes.mount(http, () -> Optional.ofNullable(history.get()));
    QuarantineRoutes.mount(http, () -> quarantine().map(QuarantinePlan::routes));
    ReplayRoutes.mount(http, () -> quarantine().map(QuarantinePlan::jobs));
  }

  /** Reads quarantine, and feeds what is in it where that is asked for, from now on. */
  void open(KafkaClients clients) {
    quarantine.set(parts.keep(new QuarantinePlan(settings, clients)));
  }

  /** Answers about the past from now on. */
  void open(History past) {
    history.set(past);
  }

  /** Tells the console what runs, from now on. */
  void open(ConsoleAnswers answers) {
    console.set(answers);
  }

  private Optional<QuarantinePlan> quarantine() {
    return Optional.ofNullable(quarantine.get());
  }
}

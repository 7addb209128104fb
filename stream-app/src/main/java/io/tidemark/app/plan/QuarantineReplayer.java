package io.tidemark.app.plan;

import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.quarantine.CopyWatch;
import io.tidemark.kafka.quarantine.KafkaReplay;
import io.tidemark.quarantine.Fate;
import io.tidemark.quarantine.Feeder;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.ReplayPlan;
import io.tidemark.quarantine.ReplayPlan.Decision;
import io.tidemark.quarantine.ReplayRequest;
import io.tidemark.quarantine.ReplayRun;
import io.tidemark.quarantine.Replayer;
import io.tidemark.registry.SchemaRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Feeds records of this deployment, whoever asks. */
public final class QuarantineReplayer implements Replayer {
  private final Settings settings;
  private final KafkaClients clients;
  private final SchemaRegistry registry;
  private final Supplier<QuarantineLog> logs;
  private final Topics topics;

  /**
   * A replayer.
   *
   * @param logs opens quarantine, for as long as it takes
   */
  public QuarantineReplayer(
      Settings settings,
      KafkaClients clients,
      SchemaRegistry registry,
      Supplier<QuarantineLog> logs) {
    this.settings = settings;
    this.clients = clients;
    this.registry = registry;
    this.logs = logs;
    this.topics = TopicPlan.own(settings);
  }

  @Override
  public Map<Decision, Long> plan(ReplayRequest request) {
    prepare();
    ReplayPlan plan =
        new ReplayPlan(request.attempts(), KafkaReplay.fed(clients, topics, registry));
    try (QuarantineLog log = logs.get()) {
      return ReplayRun.count(log, request.filter(), plan);
    }
  }

  @Override
  public Result run(ReplayRequest request, Progress progress) {
    prepare();
    topics.requests().replays().register(registry);
    ReplayRun run = new ReplayRun(request.filter());
    feed(request, run, progress);
    return new Result(run.fed(), fates(request, run));
  }

  /**
   * Fails where there is no quarantine: its topic is the service's to create, not that of a typo.
   */
  private void prepare() {
    logs.get().close();
    TopicPlan.prepare(settings, clients);
  }

  private void feed(ReplayRequest request, ReplayRun run, Progress progress) {
    Clock wall = Clock.systemUTC();
    String who = request.who() + " since " + wall.instant();
    try (KafkaReplay session = KafkaReplay.begin(clients, topics, registry, who);
        QuarantineLog log = logs.get()) {
      Feeder feeder = session.feeder(run, wall);
      progress.planned(
          ReplayRun.count(log, request.filter(), new ReplayPlan(request.attempts(), session.fed()))
              .get(Decision.FEED));
      RatePace pace = new RatePace(request.rate());
      run.feed(
          log,
          new ReplayPlan(request.attempts(), session.fed()),
          feeder,
          () -> {
            pace.await(feeder::beat);
            progress.next();
          });
    }
  }

  private List<Fate> fates(ReplayRequest request, ReplayRun run) {
    String group = settings.get(KafkaSetting.APPLICATION_ID);
    try (CopyWatch watch = new CopyWatch(clients.endReader(group))) {
      boolean unused = watch.await(run.copies(), request.patience());
      try (QuarantineLog log = logs.get()) {
        return run.fates(log, watch::isRead, group);
      }
    }
  }
}

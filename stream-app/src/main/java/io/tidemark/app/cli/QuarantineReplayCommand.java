package io.tidemark.app.cli;

import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.quarantine.CopyWatch;
import io.tidemark.kafka.quarantine.KafkaReplay;
import io.tidemark.quarantine.Fate;
import io.tidemark.quarantine.Feeder;
import io.tidemark.quarantine.QuarantineFilter;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.ReplayPlan;
import io.tidemark.quarantine.ReplayPlan.Decision;
import io.tidemark.quarantine.ReplayRun;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Feeds records in quarantine to their topics again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Feed records in quarantine to the topics they were read from: key, value, headers and time as"
          + " they were, to the same partition.",
      "Each is fed once, however often this runs and wherever it is killed: running it again goes on."
          + " At the end it says what became of each."
    })
final class QuarantineReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;
  @Mixin private QuarantineOptions options;
  @Mixin private ReplayOptions replay;

  @Override
  public Integer call() {
    replay.check();
    QuarantineFilter filter = options.filter();
    PrintWriter out = spec.commandLine().getOut();
    try (OpenQuarantine quarantine = new OpenQuarantine(settings.load())) {
      if (replay.dryRun) {
        return plan(quarantine, filter, out);
      }
      ReplayRun run = new ReplayRun(filter);
      feed(quarantine, run, filter);
      List<Fate> fates = fates(quarantine, run);
      new FateReport(fates, run.fed()).print(out, replay.report);
      return fates.stream().allMatch(fate -> fate.kind() == Fate.Kind.ACCEPTED)
          ? ExitCode.OK
          : ExitCode.SOFTWARE;
    }
  }

  private int plan(OpenQuarantine quarantine, QuarantineFilter filter, PrintWriter out) {
    Topics topics = TopicPlan.own(quarantine.settings());
    ReplayPlan plan =
        new ReplayPlan(
            replay.attempts, KafkaReplay.fed(quarantine.clients(), topics, quarantine.registry()));
    try (QuarantineLog log = quarantine.log()) {
      Map<Decision, Long> counts = ReplayRun.count(log, filter, plan);
      out.printf(
          "Would feed %,d records; %,d were fed before, %,d have no attempts left.%n",
          counts.get(Decision.FEED), counts.get(Decision.FED_BEFORE), counts.get(Decision.SPENT));
    }
    out.flush();
    return ExitCode.OK;
  }

  private void feed(OpenQuarantine quarantine, ReplayRun run, QuarantineFilter filter) {
    Settings chosen = quarantine.settings();
    Topics topics = TopicPlan.own(chosen);
    TopicPlan.prepare(chosen, quarantine.clients());
    topics.replays().register(quarantine.registry());
    Clock wall = Clock.systemUTC();
    try (KafkaReplay session =
            KafkaReplay.begin(
                quarantine.clients(),
                topics,
                quarantine.registry(),
                replay.who() + " since " + wall.instant());
        QuarantineLog log = quarantine.log()) {
      Feeder feeder = session.feeder(run, wall);
      long records =
          ReplayRun.count(log, filter, new ReplayPlan(replay.attempts, session.fed()))
              .get(Decision.FEED);
      RatePace pace = new RatePace(replay.rate);
      try (RecordBar bar = RecordBar.of("feeding", records)) {
        run.feed(
            log,
            new ReplayPlan(replay.attempts, session.fed()),
            feeder,
            () -> {
              pace.await(feeder::beat);
              bar.step();
            });
      }
    }
  }

  private List<Fate> fates(OpenQuarantine quarantine, ReplayRun run) {
    String group = quarantine.settings().get(KafkaSetting.APPLICATION_ID);
    try (CopyWatch watch = new CopyWatch(quarantine.clients().endReader(group))) {
      boolean unused = watch.await(run.copies(), replay.patience());
      try (QuarantineLog log = quarantine.log()) {
        return run.fates(log, watch::isRead);
      }
    }
  }
}

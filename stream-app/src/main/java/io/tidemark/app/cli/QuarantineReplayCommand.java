package io.tidemark.app.cli;

import io.tidemark.quarantine.Fate;
import io.tidemark.quarantine.ReplayPlan.Decision;
import io.tidemark.quarantine.ReplayRequest;
import io.tidemark.quarantine.Replayer;
import io.tidemark.quarantine.Replayer.Result;
import java.io.PrintWriter;
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
    replay.requireReport();
    ReplayRequest request = replay.request(options.filter());
    PrintWriter out = spec.commandLine().getOut();
    try (OpenQuarantine quarantine = new OpenQuarantine(settings.load())) {
      if (replay.dryRun) {
        plan(quarantine.replayer().plan(request), out);
        return ExitCode.OK;
      }
      Result result = run(quarantine.replayer(), request);
      new FateReport(result.fates(), result.fed()).print(out, replay.report);
      boolean right = result.fates().stream().allMatch(f -> f.kind() == Fate.Kind.ACCEPTED);
      return right ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static void plan(Map<Decision, Long> counts, PrintWriter out) {
    out.printf(
        "Would feed %,d records; %,d were fed before, %,d have no attempts left.%n",
        counts.get(Decision.FEED), counts.get(Decision.FED_BEFORE), counts.get(Decision.SPENT));
    out.flush();
  }

  private static Result run(Replayer replayer, ReplayRequest request) {
    try (RecordBar bar = new RecordBar("feeding")) {
      return replayer.run(request, bar);
    }
  }
}

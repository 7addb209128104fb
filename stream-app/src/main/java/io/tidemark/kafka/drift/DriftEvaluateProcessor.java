package io.tidemark.kafka.drift;

import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.MinuteReport;
import io.tidemark.monitoring.drift.ModelVersion;
import io.tidemark.monitoring.drift.PredictionState;
import io.tidemark.monitoring.drift.ReportOutcome;
import io.tidemark.monitoring.drift.SeriesWatches;
import io.tidemark.task.MinuteSteps;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The second stage of drift: the one owner of a model version adds up what the partitions counted,
 * and sends a record when the counts of a window have changed since the last one, or an episode
 * has. Which minutes are looked at, {@link MinuteSteps} says: the same reports in order give the
 * same records to the byte.
 */
final class DriftEvaluateProcessor
    implements Processor<String, MinuteReport, String, SpecificRecord> {
  private final DriftSetup setup;
  private MinuteSteps minutes;
  private StoredTiles tiles;
  private TaskTally<Bytes> tally;
  private SeriesWatches watches;
  private DriftSender sender;

  DriftEvaluateProcessor(DriftSetup setup) {
    this.setup = setup;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    // without what is read: a few reports, whose timestamps are the minutes they count
    PacedCommits commits = new PacedCommits(setup.timing());
    sender = new DriftSender(setup, context, commits);
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(setup.tileStore());
    tiles = new StoredTiles(store);
    Set<String> models = setup.models().keySet();
    tally =
        new TaskTally<>(
            setup, context.taskId(), store, StoredTiles.TASK, models, PredictionState.OF_OWNER);
    minutes = setup.minutes(tally.restoredClockMs());
    // a task that is closed and revived keeps its processors: what was not committed comes again
    watches = new SeriesWatches(setup.policies(), setup.baselines(), tiles, tiles);
    long nowMs = minutes.nowMs();
    tiles.each((key, counts) -> watches.restore(key, counts, nowMs), watches::restore);
    watches.episodes().forEach((key, state) -> setup.show(key, state, state.isOpen()));
    if (minutes.hasFollowed()) {
      // what was said before the restart is not said again
      watches.resumeAt(nowMs);
    }
    CommitHook.beforeCommit(context, setup.tileHook(), this::save);
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> tick());
    commits.start(context);
  }

  private void save() {
    tiles.save();
    tally.save(minutes.shownMs(), 0);
  }

  @Override
  public void process(Record<String, MinuteReport> record) {
    ModelVersion version = ModelVersion.parse(record.key());
    MinuteReport report = record.value();
    if (report.counts().isNone()) {
      minutes.moveTo(report.startMs(), () -> !watches.isEmpty(), this::evaluate);
      // of a partition that is behind the newest, what it sent before may be in what was said
      sender.send(watches.again(version, minutes.nowMs()));
      return;
    }
    // the first stage tells a minute before it counts: nothing else says what time it is
    minutes.begin(report.startMs());
    ReportOutcome outcome = watches.take(version, report, minutes.nowMs());
    tally.add(version.model(), outcome.ofPredictions(), report.counts().predictions());
    setup.metrics().reportTaken(version.model(), outcome);
  }

  private void tick() {
    if (setup.followsEvents()) {
      watches.series().forEach(setup::showUnchanged);
    } else {
      evaluate(minutes.nowMs());
    }
  }

  private void evaluate(long nowMs) {
    sender.send(watches.advanceTo(nowMs));
  }

  /** The series move to another instance with the task: what is shown here would be stale. */
  @Override
  public void close() {
    if (watches != null) {
      watches.series().forEach(setup::hide);
      tally.hide();
    }
  }
}

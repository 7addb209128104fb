package io.tidemark.kafka.drift;

import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.MinuteReport;
import io.tidemark.monitoring.drift.ModelVersion;
import io.tidemark.monitoring.drift.PredictionState;
import io.tidemark.monitoring.drift.ReportOutcome;
import io.tidemark.monitoring.drift.SeriesWatches;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import io.tidemark.task.TaskClock;
import java.util.List;
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
 * has.
 *
 * <p>Windows move by the clock alone: what was counted ahead of it waits in its minute. Where they
 * follow event time, a minute is evaluated when a partition says that a later one has begun, and so
 * is every minute between the two: the same reports in the same order give the same records to the
 * byte.
 */
final class DriftEvaluateProcessor
    implements Processor<String, MinuteReport, String, SpecificRecord> {
  private static final List<PredictionState> STATES =
      List.of(PredictionState.COUNTED, PredictionState.OTHER_BINS, PredictionState.LATE);

  private static final long STEP_MS = TileLayout.TILE.toMillis();

  private final DriftSetup setup;
  private final PacedCommits commits;
  private TaskClock clock;
  private StoredTiles tiles;
  private TaskTally<Bytes> tally;
  private SeriesWatches watches;
  private DriftSender sender;

  DriftEvaluateProcessor(DriftSetup setup) {
    this.setup = setup;
    // without what is read: a few reports, whose timestamps are the minutes they count
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    sender = new DriftSender(setup, context, commits);
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(setup.tileStore());
    tiles = new StoredTiles(store);
    tally =
        new TaskTally<>(
            setup, context.taskId(), store, StoredTiles.TASK, setup.models().keySet(), STATES);
    clock = setup.timing().clock();
    clock.restore(tally.restoredClockMs());
    // a task that is closed and revived keeps its processors: what was not committed comes again
    watches = new SeriesWatches(setup.policies(), setup.baselines(), tiles, tiles);
    long nowMs = evaluatedMs();
    tiles.each((key, counts) -> watches.restore(key, counts, nowMs), watches::restore);
    watches.episodes().forEach((key, state) -> setup.show(key, state, state.isOpen()));
    if (setup.followsEvents() && nowMs != TaskClock.NOT_SET) {
      // what was said before the restart is not said again
      watches.resumeAt(nowMs);
    }
    CommitHook.beforeCommit(context, setup.tileHook(), this::save);
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> tick());
    commits.start(context);
  }

  /** Where events move time, the minute of the newest one is still being counted. */
  private long evaluatedMs() {
    long nowMs = clock.nowMs();
    return setup.followsEvents() && nowMs != TaskClock.NOT_SET ? nowMs - STEP_MS : nowMs;
  }

  private void save() {
    tiles.save();
    tally.save(clock.shownMs(), 0);
  }

  @Override
  public void process(Record<String, MinuteReport> record) {
    ModelVersion version = ModelVersion.parse(record.key());
    MinuteReport report = record.value();
    if (report.counts().isNone()) {
      moveTo(report.startMs());
      // of a partition that is behind the newest, what it sent before may be in what was said
      sender.send(watches.again(version, evaluatedMs()));
      return;
    }
    if (clock.nowMs() == TaskClock.NOT_SET) {
      // the first stage tells a minute before it counts: nothing else says what time it is
      clock.observe(report.startMs());
    }
    ReportOutcome outcome = watches.take(version, report, evaluatedMs());
    tally.add(version.model(), outcome.ofPredictions(), report.counts().predictions());
    setup.metrics().reportTaken(version.model(), outcome);
  }

  private void moveTo(long minuteMs) {
    long stepMs = clock.nowMs();
    while (stepMs != TaskClock.NOT_SET && stepMs < minuteMs && !watches.isEmpty()) {
      evaluate(stepMs);
      stepMs += STEP_MS;
    }
    clock.observe(minuteMs);
  }

  private void tick() {
    if (setup.followsEvents()) {
      watches.series().forEach(setup::showUnchanged);
    } else {
      evaluate(clock.nowMs());
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

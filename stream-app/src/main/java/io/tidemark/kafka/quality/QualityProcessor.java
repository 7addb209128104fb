package io.tidemark.kafka.quality;

import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.labels.ModelLabels;
import io.tidemark.monitoring.quality.CohortChange;
import io.tidemark.monitoring.quality.CohortEpisodes;
import io.tidemark.monitoring.quality.CohortReport;
import io.tidemark.monitoring.quality.Cohorts;
import io.tidemark.monitoring.quality.ModelNews;
import io.tidemark.monitoring.quality.QualityFigure;
import io.tidemark.monitoring.quality.QualityMove;
import io.tidemark.monitoring.quality.QualityState;
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
 * The second stage of quality: the one owner of a model adds up what the tasks of its join tell,
 * sends a record of each cohort that has changed, once per interval, and says when outcomes have
 * stopped and when cohorts are worse than they may be.
 *
 * <p>Cohorts grow old by the clock alone; where that follows events, by the newest cohort and by
 * how far the join has read. What becomes of episodes is a function of what was told, by the time
 * up to which the join has read: neither a restart nor a pause changes it.
 */
final class QualityProcessor implements Processor<String, ModelNews, String, SpecificRecord> {
  private static final List<QualityState> STATES =
      List.of(QualityState.COUNTED, QualityState.TOO_OLD);

  private final QualitySetup setup;
  private final PacedCommits commits;
  private QualitySender sender;
  private TaskClock clock;
  private StoredCohorts store;
  private StoredTally tally;
  private Cohorts cohorts;
  private StoredWaits waits;
  private CohortEpisodes episodes;

  QualityProcessor(QualitySetup setup) {
    this.setup = setup;
    // without what is read: a few changes, whose timestamps are the cohorts they are of
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    sender = new QualitySender(setup, context, commits);
    KeyValueStore<Bytes, byte[]> rows = context.getStateStore(setup.cohortStore());
    List<String> models = List.copyOf(setup.models().keySet());
    tally = new StoredTally(setup, context.taskId(), rows, models, STATES);
    tally.add(QualityFigure.OTHER, QualityState.NO_MODEL, 0);
    clock = setup.timing().clock();
    clock.restore(tally.restoredClockMs());
    // a task that is closed and revived keeps its processors: what was not committed comes again
    store = new StoredCohorts(rows);
    cohorts = new Cohorts(setup.rules(), store);
    store.each(cohorts::restore);
    waits =
        new StoredWaits(
            setup.models(), setup.joinPartitions(), context.getStateStore(QualitySetup.WAIT_STORE));
    StoredEpisodes stored = new StoredEpisodes(rows);
    episodes = new CohortEpisodes(setup.rules(), cohorts, stored);
    stored.each(episodes::restore);
    showCohorts();
    waits.each(this::show);
    CommitHook.beforeCommit(context, setup.cohortHook(), this::save);
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> tick());
    commits.start(context);
  }

  private void save() {
    store.save();
    waits.save();
    tally.save(clock.shownMs());
  }

  @Override
  public void process(Record<String, ModelNews> record) {
    if (record.value() instanceof ModelNews.OfWaits told) {
      waits.take(record.key(), told.change());
    } else {
      process(((ModelNews.OfCohort) record.value()).change());
    }
  }

  private void process(CohortChange change) {
    clock.observe(change.key().startMs());
    QualityState became = cohorts.take(change, clock.nowMs());
    tally.add(change.key().model(), became, change.sums().predictions());
    setup.metrics().changeTaken(change.key().model(), became);
  }

  private void tick() {
    waits.advance(sender::send);
    waits.each((model, labels) -> clock.observe(labels.throughMs()));
    cohorts.dropOld(clock.nowMs()).forEach(setup.metrics()::hide);
    List<CohortReport> told = cohorts.told(clock.nowMs(), waits);
    told.forEach(sender::send);
    List<QualityMove> moves = episodes.judge(waits::clearUntilMs, waits);
    moves.forEach(sender::send);
    if (!told.isEmpty() || !moves.isEmpty()) {
      commits.forwarded();
      showCohorts();
    }
    waits.each(this::show);
  }

  private void showCohorts() {
    cohorts.newestMature().forEach(this::show);
    episodes.standings().forEach(setup.metrics()::show);
  }

  private void show(CohortReport report) {
    setup.metrics().show(report, setup.isNumeric(report.key()));
  }

  /** By the wall clock ages are of now; in a history, of how far it is read. */
  private void show(String model, ModelLabels labels) {
    setup.labelMetrics().show(model, labels, clock.nowMsOr(setup.timing().wall().millis()));
  }

  /** The series move to another instance with the task: what is shown here would be stale. */
  @Override
  public void close() {
    if (cohorts != null) {
      cohorts.series().forEach(setup.metrics()::hide);
      episodes.standings().forEach(standing -> setup.metrics().hideEpisodes(standing.series()));
      waits.models().forEach(setup.labelMetrics()::hide);
      tally.hide();
    }
  }
}

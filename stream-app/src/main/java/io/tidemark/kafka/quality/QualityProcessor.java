package io.tidemark.kafka.quality;

import io.tidemark.avro.QualityMetric;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.quality.CohortChange;
import io.tidemark.monitoring.quality.CohortReport;
import io.tidemark.monitoring.quality.Cohorts;
import io.tidemark.monitoring.quality.QualityFigure;
import io.tidemark.monitoring.quality.QualityState;
import io.tidemark.records.QualityRecords;
import io.tidemark.records.TopicKeys;
import io.tidemark.task.TaskClock;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The second stage of quality: the one owner of a model version adds up what the tasks of the join
 * tell, and sends a record of each cohort that has changed, once per interval.
 *
 * <p>Cohorts grow old by the clock alone; where that follows events, by the newest cohort.
 */
final class QualityProcessor implements Processor<String, CohortChange, String, QualityMetric> {
  private static final List<QualityState> STATES =
      List.of(QualityState.COUNTED, QualityState.TOO_OLD);

  private final QualitySetup setup;
  private final PacedCommits commits;
  private ProcessorContext<String, QualityMetric> context;
  private TaskClock clock;
  private StoredCohorts store;
  private StoredTally tally;
  private Cohorts cohorts;

  QualityProcessor(QualitySetup setup) {
    this.setup = setup;
    // without what is read: a few changes, whose timestamps are the cohorts they are of
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, QualityMetric> processorContext) {
    context = processorContext;
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
    cohorts.newestMature().forEach(this::show);
    CommitHook.beforeCommit(context, setup.cohortHook(), this::save);
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> tick());
    commits.start(context);
  }

  private void save() {
    store.save();
    tally.save(clock.shownMs());
  }

  @Override
  public void process(Record<String, CohortChange> record) {
    CohortChange change = record.value();
    clock.observe(change.key().startMs());
    QualityState became = cohorts.take(change, clock.nowMs());
    tally.add(change.key().model(), became, change.sums().predictions());
    setup.metrics().changeTaken(change.key().model(), became);
  }

  private void tick() {
    cohorts.dropOld(clock.nowMs()).forEach(setup.metrics()::hide);
    List<CohortReport> told = cohorts.told();
    told.forEach(this::send);
    if (!told.isEmpty()) {
      cohorts.newestMature().forEach(this::show);
      commits.forwarded();
    }
  }

  private void send(CohortReport report) {
    QualityMetric metric =
        QualityRecords.metric(
            report, setup.isNumeric(report.key()), setup.timing().wall().millis());
    String key = TopicKeys.of(report.key());
    context.forward(new Record<>(key, metric, Math.max(0, report.key().startMs())));
  }

  private void show(CohortReport report) {
    setup.metrics().show(report, setup.isNumeric(report.key()));
  }

  /** The series move to another instance with the task: what is shown here would be stale. */
  @Override
  public void close() {
    if (cohorts != null) {
      cohorts.series().forEach(setup.metrics()::hide);
      tally.hide();
    }
  }
}

package io.tidemark.kafka.drift;

import io.tidemark.avro.DriftMetric;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.Evaluation;
import io.tidemark.monitoring.drift.ReportOutcome;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.SeriesWatches;
import io.tidemark.monitoring.drift.WatchStep;
import io.tidemark.monitoring.drift.tiles.TileReport;
import io.tidemark.records.DriftRecords;
import io.tidemark.records.TopicKeys;
import io.tidemark.task.TaskClock;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The second stage of drift: the one owner of a series takes what the partitions counted, and sends
 * a record when the counts of a window have changed since the last one.
 */
final class DriftEvaluateProcessor implements Processor<String, TileReport, String, DriftMetric> {
  private final DriftSetup setup;
  private final TaskClock clock;
  private final DriftRecords records;
  private final PacedCommits commits;
  private final SeriesWatches watches;
  private KeyValueStore<String, byte[]> store;
  private ProcessorContext<String, DriftMetric> context;

  DriftEvaluateProcessor(DriftSetup setup) {
    this.setup = setup;
    this.clock = setup.timing().clock();
    this.records = new DriftRecords(setup.timing().wall());
    // without what is read: a few tiles, whose timestamps are the minutes they count
    this.commits = new PacedCommits(setup.timing());
    this.watches = new SeriesWatches(setup.policies(), setup.baselines());
  }

  @Override
  public void init(ProcessorContext<String, DriftMetric> processorContext) {
    context = processorContext;
    // a task that is closed and revived keeps its processors: what was not committed is read again
    watches.clear();
    store = context.getStateStore(setup.seriesStore());
    CommitHook.beforeCommit(context, setup.seriesHook(), this::save);
    load();
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> evaluate());
    commits.start(context);
  }

  private void load() {
    try (KeyValueIterator<String, byte[]> stored = store.all()) {
      while (stored.hasNext()) {
        KeyValue<String, byte[]> next = stored.next();
        watches.load(Series.parse(next.key), next.value);
      }
    }
  }

  private void save() {
    watches.save((series, bytes) -> store.put(series.key(), bytes));
  }

  @Override
  public void process(Record<String, TileReport> record) {
    Series series = Series.parse(record.key());
    TileReport report = record.value();
    long nowMs = clock.nowMsAfter(report.startMs());
    ReportOutcome outcome = watches.take(series, report, nowMs);
    if (outcome.isComparable()) {
      clock.observe(report.startMs());
    }
    setup.metrics().reportTaken(series.model(), outcome);
  }

  private void evaluate() {
    long nowMs = clock.nowMs();
    if (nowMs != Long.MIN_VALUE) {
      WatchStep step = watches.advanceTo(nowMs);
      step.forgotten().forEach(this::forget);
      step.evaluations().forEach(this::send);
    }
  }

  private void forget(Series series) {
    store.delete(series.key());
    setup.hide(series);
  }

  private void send(Evaluation evaluation) {
    DriftMetric metric = records.metric(evaluation, setup.window(evaluation));
    String key = TopicKeys.of(evaluation.series());
    context.forward(new Record<>(key, metric, evaluation.endMs()));
    commits.forwarded();
    setup.show(evaluation);
  }

  /** The series move to another instance with the task: what is shown here would be stale. */
  @Override
  public void close() {
    watches.series().forEach(setup::hide);
  }
}

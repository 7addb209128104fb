package io.tidemark.kafka.drift;

import io.tidemark.avro.PredictionLog;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.MinuteCounts;
import io.tidemark.monitoring.drift.MinuteKey;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.tiles.TileReport;
import io.tidemark.records.LoggedPrediction;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The first stage of drift: counts values per minute into the bins of the model version's baseline,
 * without leaving the partition.
 *
 * <p>Counting touches the heap alone; counts are stored once per commit and sent to the second
 * stage once per drift interval, as what the partition has counted so far in a minute. So the
 * traffic between the stages does not depend on the number of predictions, and a tile sent twice
 * changes nothing. A prediction of a model version without a baseline is counted in one series that
 * says so.
 */
final class DriftTileProcessor implements Processor<byte[], LoggedPrediction, String, TileReport> {
  private final DriftSetup setup;
  private final String topic;
  private final PacedCommits commits;
  private final Map<MinuteKey, MinuteCounts> rows = new LinkedHashMap<>();
  private final Set<MinuteKey> unsaved = new HashSet<>();
  private KeyValueStore<String, byte[]> store;
  private ProcessorContext<String, TileReport> context;

  DriftTileProcessor(DriftSetup setup, String topic) {
    this.setup = setup;
    this.topic = topic;
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, TileReport> processorContext) {
    context = processorContext;
    // a task that is closed and revived keeps its processors: what was not committed is read again
    rows.clear();
    unsaved.clear();
    store = context.getStateStore(setup.tileStore(topic));
    CommitHook.beforeCommit(context, setup.tileHook(topic), this::save);
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> flush());
    commits.start(context);
    loadUnsent();
  }

  @Override
  public void process(Record<byte[], LoggedPrediction> record) {
    commits.read(record.timestamp());
    PredictionLog log = record.value().log();
    if (!setup.watches(log.getModel(), topic)) {
      return;
    }
    Optional<BaselineProfile> baseline =
        setup.baselines().of(log.getModel(), log.getModelVersion());
    MinuteKey key =
        MinuteKey.of(record.value().timeMs(), log.getModel(), log.getModelVersion(), baseline);
    rows.computeIfAbsent(key, absent -> load(absent, baseline))
        .add(baseline, feature -> value(log, feature));
    unsaved.add(key);
  }

  private static Object value(PredictionLog log, String feature) {
    return switch (feature) {
      case Series.SCORE -> log.getModelScore();
      case Series.DECISION -> log.getModelDecision();
      default -> log.getRawFeatures().get(feature);
    };
  }

  private MinuteCounts load(MinuteKey key, Optional<BaselineProfile> baseline) {
    byte[] stored = store.get(key.text());
    return stored == null ? MinuteCounts.over(baseline) : MinuteCounts.decode(stored);
  }

  private void loadUnsent() {
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        MinuteCounts row = MinuteCounts.decode(next.value);
        if (row.isUnsent()) {
          rows.put(MinuteKey.parse(next.key), row);
        }
      }
    }
  }

  private void flush() {
    rows.forEach(this::send);
    save();
    long newestMs =
        setup.reached(rows.keySet().stream().mapToLong(MinuteKey::startMs).max().orElse(0));
    rows.keySet().removeIf(key -> key.startMs() < newestMs - setup.heapSpan().toMillis());
    forget(newestMs - setup.grace().toMillis());
  }

  private void send(MinuteKey key, MinuteCounts row) {
    if (row.isUnsent()) {
      row.report(key, context.taskId().partition(), this::forward);
      commits.forwarded();
      unsaved.add(key);
    }
  }

  private void forward(Series series, TileReport report) {
    context.forward(new Record<>(series.key(), report, report.startMs()));
  }

  private void save() {
    unsaved.forEach(key -> store.put(key.text(), rows.get(key).encode()));
    unsaved.clear();
  }

  /** Minutes older than this are closed in the second stage too. */
  private void forget(long beforeMs) {
    try (KeyValueIterator<String, byte[]> old =
        store.range(MinuteKey.sortable(0), MinuteKey.sortable(beforeMs))) {
      while (old.hasNext()) {
        store.delete(old.next().key);
      }
    }
  }
}

package io.tidemark.kafka.drift;

import io.tidemark.avro.PredictionLog;
import io.tidemark.kafka.StreamTimeHeader;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.RecordPositions;
import io.tidemark.kafka.seen.StoredSeenIds;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.MinuteCounts;
import io.tidemark.monitoring.drift.MinuteKey;
import io.tidemark.monitoring.drift.MinuteReport;
import io.tidemark.monitoring.drift.ModelVersion;
import io.tidemark.monitoring.drift.PredictionState;
import io.tidemark.monitoring.drift.PredictionTally;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import io.tidemark.records.LoggedPrediction;
import io.tidemark.task.TaskClock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * <p>Counting touches the heap alone. What was counted since the last drift interval is sent to the
 * second stage, once, and forgotten: the transaction that sends it also forgets it, so nothing is
 * lost or sent twice, and there is no minute to keep until the second stage has closed it. What is
 * not sent yet is stored at each commit. A prediction of a model version without a baseline is
 * counted in one series that says so.
 *
 * <p>Where windows follow event time, counts are sent when a prediction of a later minute comes, so
 * that the same predictions give the same reports however fast they are read. The last minute of a
 * history has none after it: it is sent once its end is declared and everything is read.
 */
final class DriftTileProcessor
    implements Processor<byte[], LoggedPrediction, String, MinuteReport> {
  /** No minute's key is empty. */
  private static final String TASK = "";

  private static final String SEPARATOR = "\u001f";

  private final DriftSetup setup;
  private final String topic;
  private final InputProgress progress;
  private final PacedCommits commits;
  private final Map<MinuteKey, MinuteCounts> rows = new LinkedHashMap<>();
  private final Set<MinuteKey> unsaved = new HashSet<>();
  private final Set<MinuteKey> stored = new HashSet<>();
  private KeyValueStore<String, byte[]> store;
  private StoredSeenIds ids;
  private TaskTally<String> tally;
  private ProcessorContext<String, MinuteReport> context;
  private long newestMs;
  private long newestArrivalMs;

  DriftTileProcessor(DriftSetup setup, String topic, InputProgress progress) {
    this.setup = setup;
    this.topic = topic;
    this.progress = progress;
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, MinuteReport> processorContext) {
    context = processorContext;
    store = context.getStateStore(setup.minuteStore(topic));
    ids = new StoredSeenIds(context.getStateStore(setup.seenStore(topic)), DriftSetup.REPEATS);
    tally =
        new TaskTally<>(
            setup, context.taskId(), store, TASK, setup.watched(topic), PredictionState.OF_READER);
    tally.add(PredictionTally.OTHER, PredictionState.READ, 0);
    CommitHook.beforeCommit(context, setup.minuteHook(topic), this::save);
    newestMs = tally.restoredClockMs();
    newestArrivalMs = tally.restoredArrivalMs();
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> tick());
    commits.start(context);
    load();
  }

  /** A task that is closed and revived keeps its processors: what was not committed comes again. */
  private void load() {
    rows.clear();
    unsaved.clear();
    stored.clear();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        if (!next.key.equals(TASK)) {
          MinuteKey key = MinuteKey.parse(next.key);
          rows.put(key, MinuteCounts.decode(next.value));
          stored.add(key);
        }
      }
    }
  }

  @Override
  public void process(Record<byte[], LoggedPrediction> record) {
    commits.read(record.timestamp());
    arrived(record.timestamp());
    PredictionLog log = record.value().log();
    String model = log.getModel();
    if (!setup.watches(model, topic)) {
      tally.add(PredictionTally.OTHER, PredictionState.READ, 1);
      tally.add(PredictionTally.OTHER, PredictionState.NO_MODEL, 1);
      return;
    }
    tally.add(model, PredictionState.READ, 1);
    if (setup.followsEvents()) {
      moveTo(StreamTimeHeader.read(record.headers()));
    }
    if (ids.firstTime(id(log), record.value().timeMs())) {
      count(log, record.value().timeMs());
    } else {
      tally.add(model, PredictionState.DUPLICATE, 1);
    }
  }

  private void moveTo(long streamMs) {
    if (streamMs != TaskClock.NOT_SET && RollingTiles.tileStartMs(streamMs) > newestMs) {
      begin(RollingTiles.tileStartMs(streamMs));
    }
  }

  private void arrived(long stampMs) {
    if (setup.followsEvents()) {
      long arrivedMs = RecordPositions.arrivedMs(context, progress, stampMs);
      newestArrivalMs = Math.max(newestArrivalMs, arrivedMs);
    }
  }

  /** Two versions may answer the same request. */
  private static String id(PredictionLog log) {
    return String.join(SEPARATOR, log.getModel(), log.getModelVersion(), log.getRequestId());
  }

  private void count(PredictionLog log, long timeMs) {
    Optional<BaselineProfile> baseline =
        setup.baselines().of(log.getModel(), log.getModelVersion());
    MinuteKey key = MinuteKey.of(timeMs, log.getModel(), log.getModelVersion(), baseline);
    rows.computeIfAbsent(key, absent -> MinuteCounts.over(baseline))
        .add(baseline, feature -> value(log, feature));
    unsaved.add(key);
  }

  private void tick() {
    if (!setup.followsEvents()) {
      flush();
    } else if (!rows.isEmpty() && isOver(progress.endOfInputMs())) {
      newestMs = lastMinuteMs();
      begin(newestMs + TileLayout.TILE.toMillis());
      tally.changed();
    }
  }

  /** Of a single prediction nothing else says what time it is. */
  private long lastMinuteMs() {
    long lastMs = rows.keySet().stream().mapToLong(MinuteKey::startMs).max().orElseThrow();
    return newestMs == TaskClock.NOT_SET ? lastMs : newestMs;
  }

  /** Whether everything is read that came until the end was declared, and nothing later. */
  private boolean isOver(long endMs) {
    return endMs > 0
        && newestArrivalMs <= endMs
        && progress.readThroughMs(Set.of()).orElse(0) >= endMs;
  }

  /**
   * Sends what is counted, and then that a later minute has begun; and which one has until now,
   * since counts alone do not say what time it is. Those of the very first minute are still being
   * counted.
   */
  private void begin(long minuteMs) {
    if (newestMs != TaskClock.NOT_SET) {
      Set<String> versions = new LinkedHashSet<>();
      rows.keySet().forEach(key -> versions.add(version(key)));
      tell(versions, newestMs);
      flush();
      tell(versions, minuteMs);
    }
    newestMs = minuteMs;
  }

  private void tell(Set<String> versions, long minuteMs) {
    MinuteReport begun = new MinuteReport(minuteMs, MinuteCounts.none());
    versions.forEach(
        version -> context.forward(new Record<>(version, begun, Math.max(0, minuteMs))));
  }

  private static String version(MinuteKey key) {
    return new ModelVersion(key.model(), key.version()).key();
  }

  private static Object value(PredictionLog log, String feature) {
    return switch (feature) {
      case Series.SCORE -> log.getModelScore();
      case Series.DECISION -> log.getModelDecision();
      default -> log.getRawFeatures().get(feature);
    };
  }

  private void flush() {
    rows.forEach(this::send);
    stored.forEach(key -> store.delete(key.text()));
    rows.clear();
    unsaved.clear();
    stored.clear();
  }

  private void send(MinuteKey key, MinuteCounts counts) {
    for (MinuteCounts part : counts.parts()) {
      MinuteReport report = new MinuteReport(key.startMs(), part);
      context.forward(new Record<>(version(key), report, Math.max(0, key.startMs())));
    }
    commits.forwarded();
  }

  private void save() {
    unsaved.forEach(key -> store.put(key.text(), rows.get(key).encode()));
    stored.addAll(unsaved);
    unsaved.clear();
    ids.save();
    tally.save(newestMs, newestArrivalMs);
  }

  @Override
  public void close() {
    if (tally != null) {
      tally.hide();
    }
  }
}

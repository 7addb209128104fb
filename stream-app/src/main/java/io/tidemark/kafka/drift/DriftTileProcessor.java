package io.tidemark.kafka.drift;

import io.tidemark.avro.PredictionLog;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.BaselineProfile;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.Profile;
import io.tidemark.monitoring.drift.RollingTiles;
import io.tidemark.monitoring.drift.Series;
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
final class DriftTileProcessor implements Processor<byte[], LoggedPrediction, String, DriftTile> {
  /** Marks counts over no bins: the number of predictions alone. */
  static final String NO_BASELINE = "";

  private final DriftSetup setup;
  private final String topic;
  private final PacedCommits commits;
  private final Map<TileKey, TileRow> rows = new LinkedHashMap<>();
  private final Set<TileKey> unsaved = new HashSet<>();
  private KeyValueStore<String, byte[]> store;
  private ProcessorContext<String, DriftTile> context;

  DriftTileProcessor(DriftSetup setup, String topic) {
    this.setup = setup;
    this.topic = topic;
    this.commits = new PacedCommits(setup.timing());
  }

  /** A minute of a model version, over the bins of one baseline. */
  private record TileKey(long startMs, String model, String version, String baseline) {
    private static final String SEPARATOR = "\u001f";

    /** Starts with the time, so that what is old is a range. */
    String text() {
      return String.join(SEPARATOR, sortable(startMs), model, version, baseline);
    }

    static TileKey parse(String text) {
      String[] parts = text.split(SEPARATOR, -1);
      return new TileKey(Long.parseLong(parts[0]), parts[1], parts[2], parts[3]);
    }

    static String sortable(long startMs) {
      return String.format("%019d", Math.max(0, startMs));
    }
  }

  @Override
  public void init(ProcessorContext<String, DriftTile> processorContext) {
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
    long startMs = RollingTiles.tileStartMs(record.value().timeMs());
    Optional<BaselineProfile> baseline =
        setup.baselines().of(log.getModel(), log.getModelVersion());
    TileKey key =
        new TileKey(
            startMs,
            log.getModel(),
            log.getModelVersion(),
            baseline.map(BaselineProfile::hash).orElse(NO_BASELINE));
    TileRow row = rows.computeIfAbsent(key, absent -> load(absent, baseline));
    count(row, baseline, log);
    row.unsent = true;
    unsaved.add(key);
  }

  private static void count(TileRow row, Optional<BaselineProfile> baseline, PredictionLog log) {
    if (baseline.isEmpty()) {
      row.counts.get(Series.SCORE).add(0);
      return;
    }
    for (Profile profile : baseline.get().features().values()) {
      BinCounts counts = row.counts.get(profile.feature());
      counts.add(profile.binning().binOfValue(value(log, profile.feature())));
    }
  }

  private static Object value(PredictionLog log, String feature) {
    return switch (feature) {
      case Series.SCORE -> log.getModelScore();
      case Series.DECISION -> log.getModelDecision();
      default -> log.getRawFeatures().get(feature);
    };
  }

  private TileRow load(TileKey key, Optional<BaselineProfile> baseline) {
    byte[] stored = store.get(key.text());
    if (stored != null) {
      return TileRow.decode(stored);
    }
    return baseline.map(TileRow::empty).orElseGet(TileRow::withoutBaseline);
  }

  private void loadUnsent() {
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        TileRow row = TileRow.decode(next.value);
        if (row.unsent) {
          rows.put(TileKey.parse(next.key), row);
        }
      }
    }
  }

  private void flush() {
    rows.forEach(this::send);
    save();
    long newestMs = rows.keySet().stream().mapToLong(TileKey::startMs).max().orElse(0);
    rows.keySet().removeIf(key -> key.startMs() < newestMs - setup.heapSpan().toMillis());
    forget(newestMs - setup.grace().toMillis());
  }

  private void send(TileKey key, TileRow row) {
    if (!row.unsent) {
      return;
    }
    int partition = context.taskId().partition();
    row.counts.forEach(
        (feature, counts) -> {
          Series series = new Series(key.model(), key.version(), feature);
          DriftTile tile = new DriftTile(partition, key.startMs(), key.baseline(), counts);
          context.forward(new Record<>(series.key(), tile, key.startMs()));
        });
    commits.forwarded();
    row.unsent = false;
    unsaved.add(key);
  }

  private void save() {
    unsaved.forEach(key -> store.put(key.text(), rows.get(key).encode()));
    unsaved.clear();
  }

  /** Minutes older than this are closed in the second stage too. */
  private void forget(long beforeMs) {
    try (KeyValueIterator<String, byte[]> old =
        store.range(TileKey.sortable(0), TileKey.sortable(beforeMs))) {
      while (old.hasNext()) {
        store.delete(old.next().key);
      }
    }
  }
}

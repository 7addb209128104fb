package io.tidemark.kafka.drift;

import io.tidemark.avro.DriftMetric;
import io.tidemark.definition.Model;
import io.tidemark.definition.Window;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.drift.BaselineProfile;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.DriftEvaluator;
import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.Profile;
import io.tidemark.monitoring.drift.RollingTiles;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.TileLayout;
import io.tidemark.monitoring.metrics.DriftSeries;
import io.tidemark.records.DriftRecords;
import io.tidemark.task.TaskClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
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
 * The second stage of drift: the one owner of a series adds up what the partitions counted and
 * compares every window with the baseline.
 *
 * <p>Windows move with the clock, so a model that falls silent runs out of values and says so. A
 * record is sent when the counts of a window have changed since the last one. Counts over the bins
 * of another baseline are never added: the first tile of a new baseline starts the series anew.
 */
final class DriftEvaluateProcessor implements Processor<String, DriftTile, String, DriftMetric> {
  private final DriftSetup setup;
  private final TaskClock clock;
  private final DriftRecords records;
  private final PacedCommits commits;
  private final Map<String, SeriesState> all = new HashMap<>();
  private final Set<String> unsaved = new LinkedHashSet<>();
  private KeyValueStore<String, byte[]> store;
  private ProcessorContext<String, DriftMetric> context;

  DriftEvaluateProcessor(DriftSetup setup) {
    this.setup = setup;
    this.clock = setup.timing().clock();
    this.records = new DriftRecords(setup.timing().wall());
    // without what is read: a few tiles, whose timestamps are the minutes they count
    this.commits = new PacedCommits(setup.timing());
  }

  @Override
  public void init(ProcessorContext<String, DriftMetric> processorContext) {
    context = processorContext;
    // a task that is closed and revived keeps its processors: what was not committed is read again
    all.clear();
    unsaved.clear();
    store = context.getStateStore(setup.seriesStore());
    CommitHook.beforeCommit(context, setup.seriesHook(), this::save);
    load();
    context.schedule(setup.interval(), PunctuationType.WALL_CLOCK_TIME, at -> evaluate());
    commits.start(context);
  }

  @Override
  public void process(Record<String, DriftTile> record) {
    DriftTile tile = record.value();
    Series series = Series.parse(record.key());
    Model model = setup.models().get(series.model());
    if (model == null || !current(series, tile)) {
      return;
    }
    clock.observe(tile.startMs());
    SeriesState state = all.get(record.key());
    if (state == null || !state.binning.equals(tile.binning())) {
      state = new SeriesState(series, tile.binning(), newTiles(model, tile));
      all.put(record.key(), state);
    }
    state.tiles.advanceTo(clock.nowMs());
    state.tiles.put(tile.partition(), tile.startMs(), tile.counts());
    unsaved.add(record.key());
  }

  /** Whether the tile counts over the bins of the baseline in force. */
  private boolean current(Series series, DriftTile tile) {
    return binning(series).equals(tile.binning());
  }

  private String binning(Series series) {
    return setup
        .baselines()
        .of(series.model(), series.version())
        .map(BaselineProfile::hash)
        .orElse(DriftTileProcessor.NO_BASELINE);
  }

  private RollingTiles newTiles(Model model, DriftTile tile) {
    return new RollingTiles(TileLayout.of(tile.counts().size(), windows(model)), clock.nowMs());
  }

  private static List<Duration> windows(Model model) {
    return model.drift().windows().stream().map(Window::size).sorted().toList();
  }

  private void evaluate() {
    long nowMs = clock.nowMs();
    if (nowMs == Long.MIN_VALUE) {
      return;
    }
    forgetOtherBins();
    for (Map.Entry<String, SeriesState> entry : all.entrySet()) {
      entry.getValue().tiles.advanceTo(nowMs);
      evaluate(entry.getKey(), entry.getValue());
    }
  }

  /** Counts over other bins than those in force can be compared with nothing. */
  private void forgetOtherBins() {
    Iterator<SeriesState> states = all.values().iterator();
    while (states.hasNext()) {
      SeriesState state = states.next();
      if (!state.binning.equals(binning(state.series))) {
        states.remove();
        unsaved.remove(state.series.key());
        store.delete(state.series.key());
        removeGauges(state.series);
      }
    }
  }

  private void evaluate(String key, SeriesState state) {
    Model model = setup.models().get(state.series.model());
    Optional<Profile> profile = profile(state.series);
    for (Window window : model.drift().windows()) {
      BinCounts counts = state.tiles.window(window.size());
      if (!counts.equals(state.evaluated.put(window.label(), counts))) {
        DriftResult result =
            profile
                .map(reference -> evaluator(model).evaluate(reference, counts))
                .orElseGet(() -> DriftResult.noBaseline(state.series.label(), counts.total()));
        DriftMetric metric =
            records.metric(
                state.series, state.tiles.windowEndMs(), window, result, profile, counts);
        context.forward(new Record<>(key, metric, state.tiles.windowEndMs()));
        commits.forwarded();
        setup
            .metrics()
            .driftEvaluated(gauge(state.series, window), result, setup.timing().wall().millis());
        unsaved.add(key);
      }
    }
  }

  private static DriftSeries gauge(Series series, Window window) {
    return new DriftSeries(
        series.model(), series.version(), series.label(), DriftSeries.ALL, window.label());
  }

  private static DriftEvaluator evaluator(Model model) {
    return new DriftEvaluator(
        DriftRule.DEFAULT.withEffect(model.drift().warn(), model.drift().alert()));
  }

  private Optional<Profile> profile(Series series) {
    return setup
        .baselines()
        .of(series.model(), series.version())
        .map(baseline -> baseline.features().get(series.feature()));
  }

  /** The series move to another instance with the task: what is shown here would be stale. */
  @Override
  public void close() {
    all.values().forEach(state -> removeGauges(state.series));
  }

  private void removeGauges(Series series) {
    for (Window window : setup.models().get(series.model()).drift().windows()) {
      setup.metrics().driftRemoved(gauge(series, window));
    }
  }

  private void load() {
    try (KeyValueIterator<String, byte[]> stored = store.all()) {
      while (stored.hasNext()) {
        KeyValue<String, byte[]> next = stored.next();
        SeriesState state = SeriesState.decode(next.key, next.value);
        if (declared(state)) {
          all.put(next.key, state);
        }
      }
    }
  }

  /** A series whose model or windows are declared otherwise by now starts anew. */
  private boolean declared(SeriesState state) {
    Model model = setup.models().get(state.series.model());
    return model != null && windows(model).equals(state.tiles.layout().windows());
  }

  private void save() {
    unsaved.forEach(key -> store.put(key, all.get(key).encode()));
    unsaved.clear();
  }
}

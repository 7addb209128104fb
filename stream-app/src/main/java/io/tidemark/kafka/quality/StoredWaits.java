package io.tidemark.kafka.quality;

import io.tidemark.definition.Model;
import io.tidemark.monitoring.labels.LabelWatch;
import io.tidemark.monitoring.labels.ModelLabels;
import io.tidemark.monitoring.labels.OutageMove;
import io.tidemark.monitoring.labels.WaitChange;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.LostShares;
import io.tidemark.monitoring.quality.QualitySeries;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The waits for the labels of each model of a task: on the heap, and as a row per model, which is
 * written at the commits before which something was told. Not thread-safe.
 */
final class StoredWaits implements LostShares {
  private final Map<String, Model> declared;
  private final int partitions;
  private final KeyValueStore<String, byte[]> store;
  private final Map<String, ModelLabels> models = new TreeMap<>();
  private final Set<String> unsaved = new HashSet<>();

  /** Models that are declared no more, which may have an outage whose end is to be told. */
  private final Map<String, ModelLabels> leaving = new TreeMap<>();

  private final Set<String> gone = new HashSet<>();

  /**
   * Goes on with what is stored, and forgets models that are declared no more once the end of their
   * outages is told.
   *
   * @param partitions of the joins
   */
  StoredWaits(Map<String, Model> declared, int partitions, KeyValueStore<String, byte[]> store) {
    this.declared = declared;
    this.partitions = partitions;
    this.store = store;
    try (KeyValueIterator<String, byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        KeyValue<String, byte[]> row = rows.next();
        Model model = declared.get(row.key);
        if (model == null) {
          leaving.put(row.key, ModelLabels.decode(row.value, Map.of(), partitions));
        } else {
          models.put(row.key, decode(model, partitions, row.value));
        }
      }
    }
  }

  /** What is stored of a model's labels. */
  static ModelLabels decode(Model model, int partitions, byte[] row) {
    return ModelLabels.decode(row, WaitsToTell.steps(model), partitions);
  }

  void take(String model, WaitChange change) {
    if (declared.containsKey(model)) {
      models
          .computeIfAbsent(
              model, m -> new ModelLabels(WaitsToTell.steps(declared.get(m)), partitions))
          .take(change);
      unsaved.add(model);
    }
  }

  /** Looks at the time that has passed, of every model. */
  void advance(BiConsumer<String, OutageMove> move) {
    leaving.forEach((model, labels) -> labels.advance().forEach(one -> move.accept(model, one)));
    gone.addAll(leaving.keySet());
    leaving.clear();
    models.forEach(
        (model, labels) -> {
          List<OutageMove> moves = labels.advance();
          moves.forEach(one -> move.accept(model, one));
          if (!moves.isEmpty()) {
            unsaved.add(model);
          }
        });
  }

  void each(BiConsumer<String, ModelLabels> model) {
    models.forEach(model);
  }

  /** Up to when every outage of a series' label is known. */
  long clearUntilMs(QualitySeries series) {
    ModelLabels model = models.get(series.model());
    return model == null ? Long.MIN_VALUE : model.clearUntilMs(series.label());
  }

  @Override
  public double of(CohortKey key) {
    ModelLabels model = models.get(key.model());
    if (model == null || model.label(key.label()).isEmpty()) {
      return 0;
    }
    LabelWatch label = model.label(key.label()).get();
    return label.lostShare(key.startMs(), key.endMs(), model.throughMs());
  }

  void save() {
    gone.forEach(store::delete);
    gone.clear();
    unsaved.forEach(model -> store.put(model, models.get(model).encode()));
    unsaved.clear();
  }

  /** The models of which something is known. */
  Set<String> models() {
    return Set.copyOf(models.keySet());
  }
}

package io.tidemark.kafka.quality;

import io.tidemark.definition.Model;
import io.tidemark.monitoring.labels.LabelWait;
import io.tidemark.monitoring.labels.WaitChange;
import io.tidemark.monitoring.labels.WaitStep;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a task of a join has to tell of waits: a row of its store at each commit, until it is told.
 * Not thread-safe.
 */
final class WaitsToTell {
  /** No key of a cohort begins like that. */
  static final Bytes KEY = Bytes.wrap(new byte[] {3});

  /** So many are a record that a topic takes. */
  private static final int MOST_ROWS = 10_000;

  private final Map<String, WaitStep> steps;
  private final KeyValueStore<Bytes, byte[]> store;
  private WaitChange waits;
  private boolean stored;
  private boolean changed;
  private long toldThroughMs;

  WaitsToTell(Map<String, WaitStep> steps, KeyValueStore<Bytes, byte[]> store) {
    this.steps = steps;
    this.store = store;
    byte[] row = store.get(KEY);
    this.stored = row != null;
    this.waits = row == null ? new WaitChange() : WaitChange.decode(row);
  }

  /** The steps in which the waits for the labels of a model are counted, by label. */
  static Map<String, WaitStep> steps(Model model) {
    Map<String, WaitStep> steps = new HashMap<>();
    model.labels().forEach(label -> steps.put(label.name(), WaitStep.of(label.window())));
    return steps;
  }

  void add(LabelWait wait) {
    waits.add(wait, steps::get);
    changed |= !(wait instanceof LabelWait.ReadThrough);
  }

  /** Whether it would be too much for a record if one waited longer. */
  boolean isFull() {
    return waits.size() >= MOST_ROWS;
  }

  /** What is to be told now; {@code null} for nothing. */
  WaitChange take() {
    if (waits.isEmpty() && waits.throughMs() <= toldThroughMs) {
      return null;
    }
    WaitChange told = waits;
    toldThroughMs = told.throughMs();
    waits = new WaitChange();
    changed = false;
    if (stored) {
      store.delete(KEY);
      stored = false;
    }
    return told;
  }

  void save() {
    if (changed) {
      store.put(KEY, waits.encode());
      stored = true;
      changed = false;
    }
  }
}

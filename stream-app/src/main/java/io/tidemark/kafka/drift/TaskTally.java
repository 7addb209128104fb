package io.tidemark.kafka.drift;

import io.tidemark.monitoring.drift.DriftTaskRow;
import io.tidemark.monitoring.drift.PredictionState;
import io.tidemark.monitoring.drift.PredictionTally;
import io.tidemark.task.TaskClock;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What became of a task's predictions: state, since a counter of this process knows nothing of an
 * earlier one's, and counts again what was aborted. Not thread-safe.
 *
 * @param <K> keys of the store it is a row of
 */
final class TaskTally<K> {
  private final DriftSetup setup;
  private final String taskId;
  private final KeyValueStore<K, byte[]> store;
  private final K key;
  private final PredictionTally tally;
  private final DriftTaskRow restored;
  private boolean changed;

  /**
   * Goes on with what was stored.
   *
   * @param key of its row
   * @param states what this task counts of each of the models, shown from the start
   */
  TaskTally(
      DriftSetup setup,
      TaskId task,
      KeyValueStore<K, byte[]> store,
      K key,
      Collection<String> models,
      List<PredictionState> states) {
    this.setup = setup;
    this.taskId = task.toString();
    this.store = store;
    this.key = key;
    byte[] stored = store.get(key);
    DriftTaskRow row =
        stored == null
            ? new DriftTaskRow(TaskClock.NOT_SET, 0, new PredictionTally())
            : DriftTaskRow.decode(stored);
    this.tally = row.tally();
    this.restored = row;
    models.forEach(model -> states.forEach(state -> tally.add(model, state, 0)));
    tally.add(PredictionTally.OTHER, PredictionState.NO_MODEL, 0);
    show();
  }

  /** Where the task's clock stood; {@link TaskClock#NOT_SET} when that is not known. */
  long restoredClockMs() {
    return restored.clockMs();
  }

  /** When the newest prediction had come; 0 when that is not known. */
  long restoredArrivalMs() {
    return restored.arrivedMs();
  }

  /** Counts predictions; those of a model that is not declared are those of any such. */
  void add(String model, PredictionState state, long predictions) {
    boolean declared = setup.models().containsKey(model);
    tally.add(declared ? model : PredictionTally.OTHER, state, predictions);
    changed = true;
  }

  /** What is stored with the counts has changed. */
  void changed() {
    changed = true;
  }

  /**
   * Stores what has changed since the last time.
   *
   * @param clockMs where the task's clock stands
   * @param arrivedMs when the newest prediction came; 0 where nobody asks
   */
  void save(long clockMs, long arrivedMs) {
    if (changed) {
      store.put(key, new DriftTaskRow(clockMs, arrivedMs, tally).encode());
      changed = false;
      show();
    }
  }

  private void show() {
    setup.figures().show(taskId, tally.counts());
  }

  /** The figures move to another instance with the task. */
  void hide() {
    setup.figures().hide(taskId);
  }
}

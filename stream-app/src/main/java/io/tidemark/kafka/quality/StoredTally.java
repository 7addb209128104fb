package io.tidemark.kafka.quality;

import io.tidemark.monitoring.quality.QualityFigure;
import io.tidemark.monitoring.quality.QualityState;
import io.tidemark.monitoring.quality.QualityTally;
import io.tidemark.task.TaskClock;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What became of a task's predictions, as a row of its store: a counter of this process knows
 * nothing of an earlier one's, and counts again what was aborted. Not thread-safe.
 */
final class StoredTally {
  /** No key of a cohort begins like that. */
  static final Bytes KEY = Bytes.wrap(new byte[] {0});

  private final QualitySetup setup;
  private final String taskId;
  private final KeyValueStore<Bytes, byte[]> store;
  private final QualityTally tally;
  private boolean changed;

  /**
   * Goes on with what was stored.
   *
   * @param states what this task counts of each model, shown from the start
   */
  StoredTally(
      QualitySetup setup,
      TaskId task,
      KeyValueStore<Bytes, byte[]> store,
      List<String> models,
      List<QualityState> states) {
    this.setup = setup;
    this.taskId = task + " " + store.name();
    this.store = store;
    byte[] stored = store.get(KEY);
    this.tally = stored == null ? new QualityTally(TaskClock.NOT_SET) : QualityTally.decode(stored);
    models.forEach(model -> states.forEach(state -> tally.add(model, state, 0)));
    show();
  }

  /** Where the task's clock stood; {@link TaskClock#NOT_SET} when that is not known. */
  long restoredClockMs() {
    return tally.clockMs();
  }

  /** Counts predictions; those of a model that is not declared are those of any such. */
  void add(String model, QualityState state, long predictions) {
    boolean declared = setup.models().containsKey(model);
    tally.add(declared ? model : QualityFigure.OTHER, state, predictions);
    changed = true;
  }

  /** Stores what has changed since the last time. */
  void save(long clockMs) {
    if (changed) {
      store.put(KEY, tally.at(clockMs).encode());
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

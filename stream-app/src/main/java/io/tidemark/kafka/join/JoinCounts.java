package io.tidemark.kafka.join;

import io.tidemark.definition.Model.Label;
import io.tidemark.join.JoinCount;
import io.tidemark.join.JoinCounter;
import io.tidemark.join.PendingLabelsCodec;
import io.tidemark.monitoring.metrics.JoinMetrics;
import io.tidemark.monitoring.metrics.JoinResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts what a join task does, and keeps how many predictions wait for each label: that number is
 * state, since a counter of this process cannot know what an earlier one opened. Not thread-safe.
 */
final class JoinCounts {
  /** No request id is empty. */
  private static final String KEY = "";

  private final JoinSetup setup;
  private final JoinMetrics metrics;
  private final String model;
  private final Map<String, Long> pending = new LinkedHashMap<>();
  private String taskId = "";
  private boolean changed;

  JoinCounts(JoinSetup setup) {
    this.setup = setup;
    this.metrics = setup.metrics();
    this.model = setup.model().name();
    setup.model().labels().forEach(label -> pending.put(label.name(), 0L));
  }

  void load(KeyValueStore<String, byte[]> store, String id) {
    taskId = id;
    byte[] stored = store.get(KEY);
    Map<String, Long> known = stored == null ? Map.of() : PendingLabelsCodec.decode(stored);
    // a task that is closed and revived keeps its processors: what was not committed is read again
    pending.replaceAll((label, count) -> known.getOrDefault(label, 0L));
    changed = false;
    show();
  }

  void save(KeyValueStore<String, byte[]> store) {
    if (changed) {
      store.put(KEY, PendingLabelsCodec.encode(pending));
      changed = false;
    }
  }

  void show() {
    setup.pending().show(taskId, pending);
  }

  void hide() {
    setup.pending().hide(taskId);
  }

  void delayed(String label, long delayMs) {
    metrics.labelDelayed(model, label, Duration.ofMillis(delayMs));
  }

  void add(JoinCount count) {
    if (count.counter() == JoinCounter.PREDICTION) {
      setup.model().labels().forEach(this::opened);
      return;
    }
    if (closes(count.counter())) {
      wait(count.label(), -1);
    }
    String label = count.label() == null ? "" : count.label();
    metrics.joinResult(model, label, JoinResult.valueOf(count.counter().name()));
  }

  private void opened(Label label) {
    metrics.joinOpened(model, label.name());
    wait(label.name(), 1);
  }

  private void wait(String label, long change) {
    pending.merge(label, change, Long::sum);
    changed = true;
  }

  private static boolean closes(JoinCounter counter) {
    return counter == JoinCounter.JOINED
        || counter == JoinCounter.TIMED_OUT
        || counter == JoinCounter.UNLABELLED;
  }
}

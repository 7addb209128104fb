package io.tidemark.kafka.join;

import io.tidemark.join.JoinClock;
import io.tidemark.join.JoinCount;
import io.tidemark.join.JoinCounter;
import io.tidemark.join.LabelTalliesCodec;
import io.tidemark.join.LabelTalliesCodec.Remembered;
import io.tidemark.join.LabelTally;
import io.tidemark.monitoring.metrics.JoinMetrics;
import io.tidemark.monitoring.metrics.JoinResult;
import io.tidemark.monitoring.metrics.LabelFigure;
import io.tidemark.monitoring.metrics.LabelFigure.State;
import io.tidemark.monitoring.metrics.ReadingStage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts what a join task does, and keeps what became of predictions: that is state, since a
 * counter of this process knows nothing of an earlier one's, and counts again what was aborted. A
 * label that is declared no more is counted until the last of it has closed. Not thread-safe.
 */
final class JoinCounts {
  /** Where nothing changes, how far everything is read is told to the state so often. */
  private static final Duration OFTEN = Duration.ofSeconds(10);

  /** No request id is empty. */
  private static final String KEY = "";

  private final JoinSetup setup;
  private final JoinMetrics metrics;
  private final String model;
  private final Map<String, LabelTally> tallies = new LinkedHashMap<>();
  private String taskId = "";
  private boolean changed;
  private long savedArrivalMs;
  private long inputsThroughMs;
  private long savedThroughMs;
  private long labelsThroughMs;

  JoinCounts(JoinSetup setup) {
    this.setup = setup;
    this.metrics = setup.metrics();
    this.model = setup.model().name();
  }

  /** A task that is closed and revived keeps its processors: what was not committed comes again. */
  void load(KeyValueStore<String, byte[]> store, String id, JoinClock clock) {
    taskId = id;
    inputsThroughMs = 0;
    labelsThroughMs = 0;
    tallies.clear();
    setup.model().labels().forEach(label -> tallies.put(label.name(), LabelTally.NONE));
    byte[] stored = store.get(KEY);
    savedArrivalMs = 0;
    if (stored != null) {
      Remembered remembered = LabelTalliesCodec.decode(stored);
      tallies.putAll(remembered.tallies());
      clock.arrived(remembered.newestArrivalMs());
      savedArrivalMs = remembered.newestArrivalMs();
      inputsThroughMs = remembered.readThroughMs();
      labelsThroughMs = remembered.readThroughMs();
    }
    savedThroughMs = labelsThroughMs;
    changed = false;
    begin();
    show();
  }

  /** The labels that are declared, and those that were. */
  Set<String> labels() {
    return Set.copyOf(tallies.keySet());
  }

  /** Every counter is there before its first event. */
  private void begin() {
    for (JoinCounter counter : JoinCounter.values()) {
      if (counter != JoinCounter.PREDICTION) {
        JoinResult result = JoinResult.valueOf(counter.name());
        if (counter.perLabel()) {
          setup.model().labels().forEach(l -> metrics.joinBegins(model, l.name(), result));
        } else {
          metrics.joinBegins(model, "", result);
        }
      }
    }
  }

  void save(KeyValueStore<String, byte[]> store, JoinClock clock) {
    boolean readOn = labelsThroughMs - savedThroughMs >= OFTEN.toMillis();
    if (changed || readOn || clock.newestArrivalMs() > savedArrivalMs) {
      savedArrivalMs = clock.newestArrivalMs();
      savedThroughMs = labelsThroughMs;
      store.put(
          KEY, LabelTalliesCodec.encode(new Remembered(tallies, savedArrivalMs, savedThroughMs)));
      changed = false;
    }
  }

  void show() {
    Map<LabelFigure, Long> figures = new HashMap<>();
    tallies.forEach(
        (label, tally) -> {
          figures.put(new LabelFigure(label, State.OPENED), tally.opened());
          figures.put(new LabelFigure(label, State.JOINED), tally.joined());
          figures.put(new LabelFigure(label, State.TIMED_OUT), tally.timedOut());
          figures.put(new LabelFigure(label, State.UNLABELLED), tally.unlabelled());
          figures.put(new LabelFigure(label, State.ERASED), tally.erased());
          figures.put(new LabelFigure(label, State.PENDING), tally.pending());
        });
    setup.figures().show(taskId, figures);
  }

  void hide() {
    setup.figures().hide(taskId);
    metrics.forgetReading(model, taskId);
  }

  /**
   * Where nothing is known to be read yet, everything counts as unread since a task of these labels
   * knew last, and at the first start since this one began.
   */
  void reading(long wallMs, OptionalLong inputsMs, OptionalLong labelsMs) {
    inputsThroughMs = later(inputsThroughMs, inputsMs, wallMs);
    labelsThroughMs = later(labelsThroughMs, labelsMs, wallMs);
    metrics.readThrough(model, ReadingStage.INPUTS, taskId, inputsThroughMs);
    metrics.readThrough(
        model, ReadingStage.LABELS, taskId, Math.min(inputsThroughMs, labelsThroughMs));
  }

  private static long later(long knownMs, OptionalLong throughMs, long wallMs) {
    return Math.max(knownMs, throughMs.orElse(knownMs == 0 ? wallMs : knownMs));
  }

  void delayed(String version, String label, long delayMs) {
    metrics.labelDelayed(model, version, label, Duration.ofMillis(delayMs));
  }

  void add(JoinCount count) {
    if (count.counter() == JoinCounter.PREDICTION) {
      setup.model().labels().forEach(label -> opened(label.name()));
      return;
    }
    String label = count.label() == null ? "" : count.label();
    if (count.counter().perLabel()) {
      tally(label, count.counter());
    }
    metrics.joinResult(model, label, JoinResult.valueOf(count.counter().name()));
  }

  private void opened(String label) {
    metrics.joinOpened(model, label);
    tally(label, JoinCounter.PREDICTION);
  }

  private void tally(String label, JoinCounter counter) {
    tallies.compute(label, (l, known) -> (known == null ? LabelTally.NONE : known).with(counter));
    changed = true;
  }
}

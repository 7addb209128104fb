package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.Vector;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.kafka.state.TaskClock;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Applies contributions to entities and sends an entity's vector when it changes, whether an event
 * or only time changed it.
 *
 * <p>Changes are gathered for one flush interval, so a hot key costs one vector per flush. State
 * stays decoded on the heap and is serialised once per commit. The due index holds one row per
 * entity: the instant its vector changes by itself; a row that turns out early is moved on. An
 * entity whose change is unsent when the task commits gets a row that is due at once, so a crash
 * after the commit loses no vector.
 */
final class FeatureProcessor implements Processor<String, Contribution, String, FeatureVector> {
  /** Most timers served in one flush, so that a flush stays short. */
  private static final int TIMERS_PER_FLUSH = 5_000;

  private final FeatureTask task;
  private final FeatureEngine engine;
  private final Clock wall;
  private final TidemarkMetrics metrics;
  private final TaskClock clock;
  private final VectorRecords records;
  private final EntityEntryCodec codec;
  private final Set<EntityEntry> unsent = new LinkedHashSet<>();
  private final Map<String, EntityEntry> unsaved = new LinkedHashMap<>();
  private EntityCache entities;
  private GroupStarts starts;
  private KeyValueStore<String, byte[]> states;
  private DueIndex due;
  private ProcessorContext<String, FeatureVector> context;

  FeatureProcessor(FeatureTask task) {
    this.task = task;
    this.engine = new FeatureEngine(task.plan());
    this.wall = task.wall();
    this.metrics = task.metrics();
    this.clock = new TaskClock(task.clock(), wall);
    this.records = new VectorRecords(task);
    this.codec = new EntityEntryCodec(task.plan());
  }

  @Override
  public void init(ProcessorContext<String, FeatureVector> processorContext) {
    context = processorContext;
    // a task that is closed and revived keeps its processors: what was not committed is read again
    unsent.clear();
    unsaved.clear();
    states = context.getStateStore(task.stateStore());
    due = new DueIndex(context.getStateStore(task.timerStore()));
    starts = GroupStarts.load(states, task.plan().groupIds());
    entities = new EntityCache(task.heapEntities(), this::load, this::leave);
    CommitHook hook = context.getStateStore(task.hookStore());
    hook.beforeCommit(this::save);
    context.schedule(task.flushInterval(), PunctuationType.WALL_CLOCK_TIME, at -> flush());
  }

  @Override
  public void process(Record<String, Contribution> record) {
    Contribution contribution = record.value();
    clock.observe(contribution.timeMs());
    EntityEntry entry = entities.get(record.key());
    boolean applied = false;
    for (GroupInputs group : contribution.groups()) {
      applied |= apply(entry, group, contribution.timeMs());
    }
    if (applied) {
      entry.applied(contribution.timeMs());
      unsent.add(entry);
      changed(entry);
    }
  }

  private boolean apply(EntityEntry entry, GroupInputs inputs, long timeMs) {
    int group = task.plan().groupIndex(inputs.group());
    if (group < 0) {
      return false;
    }
    starts.observe(group, timeMs);
    engine.apply(entry.state, group, inputs.values(), timeMs, clock.nowMs());
    return true;
  }

  private void flush() {
    unsent.forEach(this::send);
    unsent.clear();
    long nowMs = clock.nowMs();
    for (DueIndex.Due next : due.take(nowMs, TIMERS_PER_FLUSH)) {
      EntityEntry entry = entities.get(next.key());
      entry.timerMs = EntityEntry.NEVER;
      if (nowMs >= entry.validUntilMs) {
        send(entry);
      } else {
        arm(entry, entry.validUntilMs);
      }
      changed(entry);
    }
  }

  private void changed(EntityEntry entry) {
    entry.unsaved = true;
    unsaved.put(entry.key, entry);
  }

  private void send(EntityEntry entry) {
    long nowMs = clock.nowMs();
    Vector vector = engine.vector(entry.state, nowMs, starts.startMs(), task.plan().newest());
    entry.state.revision(Math.max(entry.state.revision() + 1, wall.millis()));
    context.forward(new Record<>(entry.key, records.vector(entry, vector), wall.millis()));
    metrics.vectorEmitted(task.entity());
    if (!entry.unsent) {
      metrics.vectorDecayed(task.entity());
    }
    entry.unsent = false;
    changed(entry);
    entry.newestEventMs = Long.MIN_VALUE;
    entry.validUntilMs = vector.validUntilMs();
    arm(entry, vector.validUntilMs());
  }

  /** Makes sure that a row falls due no later than the given instant. */
  private void arm(EntityEntry entry, long dueMs) {
    if (dueMs < entry.timerMs || entry.timerMs == 0) {
      if (entry.timerMs != EntityEntry.NEVER) {
        due.remove(entry.timerMs, entry.key);
      }
      if (dueMs != EntityEntry.NEVER) {
        due.add(dueMs, entry.key);
      }
      entry.timerMs = dueMs;
    }
  }

  private void save() {
    unsaved.values().forEach(this::save);
    unsaved.clear();
    starts.save(states);
  }

  private void save(EntityEntry entry) {
    if (entry.unsent) {
      entry.validUntilMs = 0;
      arm(entry, 0);
    }
    entry.unsaved = false;
    if (forgettable(entry)) {
      if (entry.timerMs != EntityEntry.NEVER) {
        due.remove(entry.timerMs, entry.key);
      }
      states.delete(entry.key);
      entities.remove(entry.key);
    } else {
      states.put(entry.key, codec.encode(entry));
    }
  }

  /**
   * Whether nothing is left of the entity and the vector sent last says so: a commit may come
   * between the end of a window and the flush that tells of it.
   */
  private boolean forgettable(EntityEntry entry) {
    return !entry.unsent
        && entry.validUntilMs == EntityEntry.NEVER
        && engine.isEmpty(entry.state, clock.nowMs());
  }

  private EntityEntry load(String key) {
    byte[] stored = states.get(key);
    return stored == null ? new EntityEntry(key, engine.empty()) : codec.decode(key, stored);
  }

  private void leave(EntityEntry entry) {
    if (entry.unsent) {
      unsent.remove(entry);
      send(entry);
    }
    if (entry.unsaved) {
      unsaved.remove(entry.key);
      save(entry);
    }
  }
}

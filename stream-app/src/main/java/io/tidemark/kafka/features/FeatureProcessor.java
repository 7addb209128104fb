package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.definition.ClockMode;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.Vector;
import io.tidemark.kafka.features.EntityInput.Contributed;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.kafka.state.TaskClock;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies contributions to entities and sends an entity's vector when it changes, whether an event
 * or only time changed it.
 *
 * <p>Changes are gathered until {@link CommitPace} says, so a hot key costs one vector per flush,
 * and none when its vector says what the last one said. State stays decoded on the heap and is
 * serialised once per commit, and so are timers. The due index holds one row per entity: the
 * instant its vector changes by itself; a row that turns out early is moved on. Which entities hold
 * an unsent change is part of every commit, so a crash after it loses no vector.
 *
 * <p>When other versions of groups are to be served, or every vector is asked for again, all
 * entities are gone through, some at each tick.
 */
final class FeatureProcessor implements Processor<String, EntityInput, String, FeatureVector> {
  /** A row that keeps its values is written so many times during its time to live. */
  private static final int TOUCHES_PER_TTL = 4;

  private static final Comparator<EntityEntry> BY_KEY = Comparator.comparing(entry -> entry.key);
  private static final Logger LOG = LoggerFactory.getLogger(FeatureProcessor.class);

  private final FeatureTask task;
  private final FeatureEngine engine;
  private final Clock wall;
  private final TidemarkMetrics metrics;
  private final TaskClock clock;
  private final VectorRecords records;
  private final EntityEntryCodec codec;
  private final GroupIndex groups;
  private final long touchMs;
  private final CommitPace pace;

  /** Entities that were marked so; one that has left the heap since is no longer. */
  private final List<EntityEntry> unsent = new ArrayList<>();

  private final List<EntityEntry> unsaved = new ArrayList<>();
  private EntityCache entities;
  private GroupProgress progress;
  private ServedGroups served;
  private EntitySweep sweep;
  private String rebuilt;

  /** Of the commit this task began with; they are not marked. */
  private List<String> unsentBefore = List.of();

  private boolean forwarded;
  private KeyValueStore<String, byte[]> states;
  private EntityTimers timers;
  private ProcessorContext<String, FeatureVector> context;

  /** Why a vector is looked at. */
  private enum Cause {
    EVENT,
    TIME,
    SWEEP,
    REBUILD
  }

  FeatureProcessor(FeatureTask task) {
    this.task = task;
    this.engine = new FeatureEngine(task.plan());
    this.wall = task.wall();
    this.metrics = task.metrics();
    this.clock = new TaskClock(task.clock(), wall);
    this.records = new VectorRecords(task);
    this.codec = new EntityEntryCodec(task.plan());
    this.groups = new GroupIndex(task.plan());
    this.touchMs = task.ttl().toMillis() / TOUCHES_PER_TTL;
    this.pace = new CommitPace(task.flushInterval(), task.commitInterval());
  }

  @Override
  public void init(ProcessorContext<String, FeatureVector> processorContext) {
    context = processorContext;
    // a task that is closed and revived keeps its processors: what was not committed is read again
    unsent.clear();
    unsaved.clear();
    forwarded = false;
    states = context.getStateStore(task.stateStore());
    DueIndex rows = new DueIndex(context.getStateStore(task.timerStore()));
    timers = new EntityTimers(engine, rows, task.jitterMs());
    progress = GroupProgress.load(states, task.plan().groupIds(), codec.stateFormat());
    unsentBefore = progress.unsent();
    clock.observe(progress.streamMs());
    served = new ServedGroups(task.plan(), progress, task.pinned());
    rebuilt = progress.swept().rebuild();
    if (progress.isNew()) {
      progress.swept(progress.wanted(served, task.rebuilds().newest()));
    }
    String name = task.entity() + " " + context.taskId();
    sweep = new EntitySweep(name, states, task.sweepRemaining());
    entities = new EntityCache(task.heapEntities(), this::load, this::leave);
    CommitHook hook = context.getStateStore(task.hookStore());
    hook.beforeCommit(this::save);
    // at the same instants in every task, because a commit is of all tasks of a thread
    every(task.flushInterval(), this::tick);
    every(CommitPace.STEP, this::flushBeforeCommit);
  }

  private void every(Duration interval, Runnable step) {
    context.schedule(Instant.EPOCH, interval, PunctuationType.WALL_CLOCK_TIME, at -> step.run());
  }

  @Override
  public void process(Record<String, EntityInput> record) {
    pace.read(record.timestamp());
    if (record.value() instanceof Contributed contributed) {
      contribute(record.key(), contributed);
    } else if (record.value() instanceof EntityInput.CaughtUp told
        && progress.announced(told.group(), told.partition(), told.partitions())) {
      served = new ServedGroups(task.plan(), progress, task.pinned());
      LOG.info(
          "{} {}: {} has caught up; served: {}",
          task.entity(),
          context.taskId(),
          told.group(),
          served.versions());
    }
  }

  private void contribute(String key, Contributed input) {
    long timeMs = input.contribution().timeMs();
    clock.observe(timeMs);
    EntityEntry entry = entities.get(key);
    boolean applied = false;
    boolean visible = false;
    for (GroupInputs inputs : input.contribution().groups()) {
      int group = groups.of(inputs.group());
      if (group >= 0 && progress.observe(group, timeMs, input.past())) {
        engine.apply(entry.state, group, inputs.values(), timeMs, clock.nowMs());
        applied = true;
        visible |= served.serves(group);
      }
    }
    if (applied) {
      changed(entry);
    }
    if (visible) {
      if (!entry.unsent) {
        entry.unsent = true;
        unsent.add(entry);
      }
      if (!input.past()) {
        entry.applied(timeMs);
      }
    }
  }

  private void tick() {
    if (pace.isDue(wall.millis())) {
      flush();
      if (forwarded) {
        context.commit();
      }
    } else {
      sweep();
    }
  }

  private void flushBeforeCommit() {
    if (pace.commitIsNear(wall.millis())) {
      flush();
    }
  }

  private void flush() {
    pace.sent();
    // what was saved is committed by now: a commit that fails closes the task
    task.rebuilds().done(task.entity(), context.taskId().partition(), rebuilt);
    sendUnsent();
    long nowMs = clock.nowMs();
    timers.due(nowMs).forEach(next -> expire(next, nowMs));
    sweep();
  }

  private void sendUnsent() {
    unsentBefore.forEach(key -> send(entities.get(key), Cause.EVENT));
    unsentBefore = List.of();
    for (EntityEntry entry : unsent) {
      if (entry.unsent) {
        send(entry, Cause.EVENT);
      }
    }
    unsent.clear();
  }

  /** Serves a timer, unless the entity has another one since it was stored. */
  private void expire(DueIndex.Due next, long nowMs) {
    EntityEntry entry = entities.get(next.key());
    if (entry.timerMs == next.dueMs()) {
      entry.timerMs = EntityEntry.NEVER;
      if (nowMs >= entry.validUntilMs) {
        send(entry, Cause.TIME);
      } else {
        timers.arm(entry);
      }
      changed(entry);
    }
  }

  private void sweep() {
    Sweep wanted = progress.wanted(served, task.rebuilds().newest());
    if (clock.nowMs() == Long.MIN_VALUE || wanted.equals(progress.swept())) {
      return;
    }
    Cause cause = wanted.always(progress.swept()) ? Cause.REBUILD : Cause.SWEEP;
    if (sweep.startFor(wanted)) {
      // the store does not know these yet
      unsaved.stream().filter(entry -> entry.unsaved).forEach(entry -> send(entry, cause));
    }
    List<KeyValue<String, byte[]>> rows = sweep.next();
    rows.forEach(row -> revisit(row, cause));
    metrics.entitiesSwept(task.entity(), rows.size());
    if (sweep.passed(rows)) {
      progress.swept(wanted.done());
    }
  }

  private void revisit(KeyValue<String, byte[]> row, Cause cause) {
    EntityEntry onHeap = entities.peek(row.key);
    EntityEntry entry = onHeap == null ? codec.decode(row.key, row.value) : onHeap;
    send(entry, cause);
    save(entry);
  }

  private void changed(EntityEntry entry) {
    if (!entry.unsaved) {
      entry.unsaved = true;
      unsaved.add(entry);
    }
  }

  private void send(EntityEntry entry, Cause cause) {
    long nowMs = clock.nowMs();
    Vector vector = engine.vector(entry.state, nowMs, progress.startMs(), served.served());
    long hash = VectorHash.of(vector, served);
    if (cause == Cause.REBUILD || hash != entry.sentHash || isOld(entry) || isHistory(cause)) {
      forward(entry, vector, cause);
    } else {
      metrics.vectorUnchanged(task.entity());
    }
    entry.sentHash = hash;
    entry.unsent = false;
    entry.newestEventMs = Long.MIN_VALUE;
    entry.validUntilMs = vector.validUntilMs();
    timers.arm(entry);
    changed(entry);
  }

  /** A revision is the time of sending, unless two were sent within a millisecond. */
  private boolean isOld(EntityEntry entry) {
    return wall.millis() - entry.state.revision() >= touchMs;
  }

  /**
   * Whether to send what says the same: history is asked at the instant a row names, and of one
   * that names an instant before its newest event it would be wrong, though time has undone the
   * event.
   */
  private boolean isHistory(Cause cause) {
    return cause == Cause.EVENT && task.clock() == ClockMode.STREAM;
  }

  private void forward(EntityEntry entry, Vector vector, Cause cause) {
    EntityState state = entry.state;
    state.revision(Math.max(state.revision() + 1, wall.millis()));
    FeatureVector record = records.vector(entry, vector, served);
    context.forward(new Record<>(entry.key, record, wall.millis()));
    forwarded = true;
    metrics.vectorEmitted(task.entity());
    if (cause == Cause.TIME) {
      metrics.vectorDecayed(task.entity());
    }
  }

  private void save() {
    pace.committed();
    forwarded = false;
    // neighbours one after the other: RocksDB's table in memory is a sorted list
    unsaved.sort(BY_KEY);
    for (EntityEntry entry : unsaved) {
      if (entry.unsaved) {
        save(entry);
      }
    }
    unsaved.clear();
    progress.streamMs(clock.streamMs());
    progress.unsent(unsentKeys());
    progress.save(states);
    rebuilt = progress.swept().rebuild();
  }

  private List<String> unsentKeys() {
    Stream<String> since = unsent.stream().filter(entry -> entry.unsent).map(entry -> entry.key);
    return Stream.concat(unsentBefore.stream(), since).toList();
  }

  private void save(EntityEntry entry) {
    if (entry.unsent) {
      entry.validUntilMs = 0;
    }
    entry.unsaved = false;
    boolean forgotten = forgettable(entry);
    entry.timerMs = forgotten ? EntityEntry.NEVER : entry.timerMs;
    timers.save(entry);
    if (forgotten) {
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
      send(entry, Cause.EVENT);
    }
    if (entry.unsaved) {
      save(entry);
    }
  }

  @Override
  public void close() {
    if (sweep != null) {
      sweep.stop();
    }
  }
}

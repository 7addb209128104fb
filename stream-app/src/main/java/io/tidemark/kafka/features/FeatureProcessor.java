package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.definition.ClockMode;
import io.tidemark.delivery.RowDelivery;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.kafka.features.EntityInput.Contributed;
import io.tidemark.kafka.features.VectorSender.Cause;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.kafka.state.TaskClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies contributions to entities and sends an entity's row when it changes, whether an event or
 * only time changed it.
 *
 * <p>Changes are gathered until {@link SendPace} says, so a hot key costs one row per flush, and
 * none when its vector says what the last one said. Rows go to the online store at once and are not
 * waited for, but where an entity has to leave the heap and the store's client is full. State stays
 * decoded on the heap and is serialised once per commit, and so are timers. The due index holds one
 * row per entity: the instant its vector changes by itself; a row that turns out early is moved on.
 * Which entities hold a change that the store has not acknowledged is part of every commit, so a
 * crash after it loses none.
 *
 * <p>When other versions of groups are to be served, or every row is asked for again, all entities
 * are gone through, some at each step.
 */
final class FeatureProcessor implements Processor<String, EntityInput, String, FeatureVector> {
  /** How often to look whether to send, and at what the store has answered. */
  static final Duration STEP = Duration.ofMillis(10);

  /** What the last rows may take when a task is closed. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(FeatureProcessor.class);

  private final FeatureTask task;
  private final FeatureEngine engine;
  private final Clock wall;
  private final TaskClock clock;
  private final int stateFormat;
  private final GroupIndex groups;
  private final UnsentEntities unsent = new UnsentEntities();
  private SendPace pace;
  private TaskEntities entities;
  private GroupProgress progress;
  private ServedGroups served;
  private EntitySweep sweep;
  private Revisions revisions;
  private RowDelivery delivery;
  private VectorSender sender;
  private AcknowledgedRebuild rebuilt;
  private KeyValueStore<String, byte[]> states;
  private ProcessorContext<String, FeatureVector> context;

  FeatureProcessor(FeatureTask task) {
    this.task = task;
    this.engine = new FeatureEngine(task.plan());
    this.wall = task.wall();
    this.clock = new TaskClock(task.clock(), wall);
    this.stateFormat = new EntityEntryCodec(task.plan()).stateFormat();
    this.groups = new GroupIndex(task.plan());
  }

  @Override
  public void init(ProcessorContext<String, FeatureVector> processorContext) {
    context = processorContext;
    // a task that is closed and revived keeps its processors: what was not committed is read again
    unsent.clear();
    states = context.getStateStore(task.stateStore());
    pace = new SendPace(STEP, task.flushInterval(), task.commitInterval());
    takeOver(GroupProgress.load(states, task.plan().groupIds(), stateFormat));
    entities = storedEntities();
    CommitHook hook = context.getStateStore(task.hookStore());
    hook.beforeCommit(this::save);
    every(STEP, this::step);
    every(task.flushInterval(), this::tick);
  }

  private void every(Duration interval, Runnable what) {
    context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, at -> what.run());
  }

  private TaskEntities storedEntities() {
    DueIndex rows = new DueIndex(context.getStateStore(task.timerStore()));
    EntityTimers timers = new EntityTimers(engine, rows, task.jitterMs());
    return new TaskEntities(task, engine, clock, states, timers, revisions, departure());
  }

  private TaskEntities.Departure departure() {
    return new TaskEntities.Departure() {
      @Override
      public boolean mayLeave(EntityEntry entry) {
        return !entry.unsent || room() > 0;
      }

      @Override
      public void leave(EntityEntry entry) {
        sendBeforeLeaving(entry);
      }
    };
  }

  /** Goes on where the last owner of the task has committed. */
  private void takeOver(GroupProgress committed) {
    progress = committed;
    clock.observe(progress.streamMs());
    served = new ServedGroups(task.plan(), progress, task.pinned());
    if (progress.isNew()) {
      progress.swept(progress.wanted(served, task.rebuilds().newest()));
    }
    unsent.addAway(progress.unsent());
    revisions = new Revisions(progress.lineage(), task.definitions(), wall.millis());
    if (!revisions.isCommitted()) {
      context.commit();
    }
    delivery = new RowDelivery(task.store(), task.metrics(), wall);
    sender = new VectorSender(task, engine, clock, delivery, revisions, context);
    rebuilt = new AcknowledgedRebuild(delivery, progress.swept().rebuild());
    String name = task.entity() + " " + context.taskId();
    sweep = new EntitySweep(name, states, task.sweepRemaining());
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
      revisions.applied(entry.state);
      entities.changed(entry);
    }
    if (visible) {
      unsent.add(entry);
      if (!input.past()) {
        entry.applied(timeMs);
      }
    }
  }

  private void step() {
    delivery.collect(this::missing);
    if (pace.isDue(wall.millis())) {
      unsent.release();
      if (task.clock() == ClockMode.STREAM) {
        expire();
      }
    }
    sweep();
    sendUnsent();
    delivery.dispatch();
    rebuilt
        .acknowledged(unsent.isSent())
        .ifPresent(
            request -> task.rebuilds().done(task.entity(), context.taskId().partition(), request));
    show();
  }

  /** What the wall clock has changed does not wait for events that are late. */
  private void tick() {
    if (task.clock() == ClockMode.WALL) {
      expire();
      delivery.dispatch();
    }
  }

  /** How many rows may be sent now. */
  private int room() {
    return revisions.isCommitted() ? delivery.room() : 0;
  }

  private void missing(RowDelivery.Sent sent) {
    if (sent.isStale()) {
      // the store holds what is read again after this; the row then may say what this one does
      EntityEntry entry = entities.get(sent.key());
      entry.sentHash = VectorHash.NONE;
      entities.changed(entry);
    } else {
      sendAgain(sent);
    }
  }

  /** What the store has not taken is not known to it. */
  private void sendAgain(RowDelivery.Sent failed) {
    rebuilt.failed();
    EntityEntry entry = entities.peek(failed.key());
    if (entry == null) {
      sendAway(List.of(failed.key()));
    } else {
      entry.newestEventMs = Math.max(entry.newestEventMs, failed.newestEventMs());
      sendSoon(entry);
      entities.changed(entry);
    }
  }

  private void sendAway(List<String> keys) {
    if (!unsent.addAway(keys)) {
      progress.sweepAgain();
      sweep.stop();
    }
  }

  /** Other tasks use the same room, so it is asked for again for each row. */
  private void sendUnsent() {
    while (room() > 0) {
      EntityEntry entry = unsent.next();
      if (entry != null) {
        send(entry, Cause.EVENT);
      } else if (unsent.hasAway()) {
        send(entities.get(unsent.nextAway()), Cause.AGAIN);
      } else {
        return;
      }
    }
  }

  private void expire() {
    long nowMs = clock.nowMs();
    entities.due(room()).forEach(next -> expire(next, nowMs));
  }

  /** Serves a timer, unless the entity has another one since it was stored. */
  private void expire(DueIndex.Due next, long nowMs) {
    EntityEntry entry = entities.get(next.key());
    if (entry.timerMs == next.dueMs()) {
      entry.timerMs = EntityEntry.NEVER;
      if (nowMs >= entry.validUntilMs) {
        send(entry, Cause.TIME);
      } else {
        entities.arm(entry);
      }
    }
  }

  private void sweep() {
    Sweep wanted = progress.wanted(served, task.rebuilds().newest());
    if (clock.nowMs() == Long.MIN_VALUE
        || wanted.equals(progress.swept())
        || room() < EntitySweep.ENTITIES_PER_STEP) {
      return;
    }
    Cause cause = wanted.always(progress.swept()) ? Cause.AGAIN : Cause.SWEEP;
    if (sweep.startFor(wanted)) {
      entities.settle().forEach(this::sendSoon);
      unsent.release();
    }
    List<KeyValue<String, byte[]>> rows = sweep.next();
    rows.forEach(row -> revisit(row, cause));
    task.metrics().entitiesSwept(task.entity(), rows.size());
    if (sweep.passed(rows)) {
      progress.swept(wanted.done());
    }
  }

  private void sendSoon(EntityEntry entry) {
    entry.sentHash = VectorHash.NONE;
    unsent.add(entry);
  }

  private void revisit(KeyValue<String, byte[]> row, Cause cause) {
    EntityEntry entry = entities.visit(row);
    send(entry, cause);
    entities.pass(entry);
  }

  private void send(EntityEntry entry, Cause cause) {
    sender.send(entry, cause, progress, served);
    entities.arm(entry);
  }

  private void save() {
    delivery.collect(this::missing);
    entities.save();
    saveProgress();
    show();
  }

  private void saveProgress() {
    progress.streamMs(clock.streamMs());
    progress.lineage(revisions.lineage());
    UnsentEntities.Named named = unsent.named(delivery.unanswered());
    progress.unsent(named.keys(), !named.all());
    progress.save(states);
    revisions.saved();
    rebuilt.committed(progress.swept().rebuild());
  }

  /** Before a commit as well, so that whoever sees it committed sees what still waits. */
  private void show() {
    delivery.show(unsent.size());
  }

  private void sendBeforeLeaving(EntityEntry entry) {
    if (entry.unsent) {
      sendNow(entry);
    }
    if (entry.unsent) {
      sendAway(List.of(entry.key));
      entry.unsent = false;
      entry.validUntilMs = EntityEntry.UNSENT;
    }
    unsent.remove(entry);
  }

  private void sendNow(EntityEntry entry) {
    delivery.awaitRoom();
    if (room() > 0) {
      send(entry, Cause.EVENT);
    }
  }

  /**
   * What is left to send is part of the last commit, which follows; better that there is little.
   */
  @Override
  public void close() {
    if (sweep != null) {
      sweep.stop();
      if (!task.toTopic()) {
        unsent.release();
        sendUnsent();
      }
      delivery.drain(FAREWELL);
      delivery.close();
    }
  }
}

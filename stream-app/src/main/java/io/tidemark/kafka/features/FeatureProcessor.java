package io.tidemark.kafka.features;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInput.Contributed;
import io.tidemark.definition.ClockMode;
import io.tidemark.delivery.EntityErasing;
import io.tidemark.delivery.EntitySending;
import io.tidemark.delivery.EntitySweep;
import io.tidemark.delivery.RowDelivery;
import io.tidemark.delivery.VectorSender;
import io.tidemark.delivery.VectorSender.Cause;
import io.tidemark.entity.Entities;
import io.tidemark.entity.EntityEntry;
import io.tidemark.entity.EntityRows;
import io.tidemark.entity.EntityScan;
import io.tidemark.entity.EntityTimers;
import io.tidemark.entity.EntityUpdates;
import io.tidemark.entity.GroupProgress;
import io.tidemark.entity.Revisions;
import io.tidemark.entity.SendPace;
import io.tidemark.entity.ServedGroups;
import io.tidemark.entity.TaskRow;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.kafka.erasure.StoredErasures;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.records.TopicKeys;
import io.tidemark.records.VectorRecords;
import io.tidemark.task.TaskClock;
import io.tidemark.task.Timers.Due;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies contributions to entities and has an entity's row sent when it changes, whether an event
 * or only time changed it.
 *
 * <p>Changes are gathered until {@link SendPace} says, so a hot key costs one row per flush, and
 * none when its vector says what the last one said. {@link Entities} has what becomes of an entity,
 * {@link EntitySending} how its row gets into the online store; nothing waits for that store but an
 * entity that has to be evicted. State is serialised once per commit, and so are timers. Which
 * entities hold a change that the store has not acknowledged is part of every commit, so a crash
 * after it loses none.
 *
 * <p>When other versions of groups are to be served, or every row is asked for again, all entities
 * are scanned, some at each step.
 */
final class FeatureProcessor implements Processor<String, EntityInput, String, SpecificRecord> {
  /** How often to look whether to send, and at what the store has answered. */
  static final Duration STEP = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(FeatureProcessor.class);

  private final FeatureSetup setup;
  private final FeatureEngine engine;
  private final Clock wall;
  private final TaskClock clock;
  private final PacedCommits commits;
  private SendPace pace;
  private GroupProgress progress;
  private Revisions revisions;
  private Entities entities;
  private EntityUpdates updates;
  private EntitySending sending;
  private EntitySweep sweep;
  private EntityErasing erasing;
  private KeyValueStore<String, byte[]> states;
  private ProcessorContext<String, SpecificRecord> context;

  FeatureProcessor(FeatureSetup setup) {
    this.setup = setup;
    this.engine = new FeatureEngine(setup.plan());
    this.wall = setup.wall();
    this.clock = setup.timing().clock();
    this.commits = new PacedCommits(setup.timing());
  }

  /**
   * A task that is closed and revived keeps its processors: what is not committed is read again.
   */
  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    states = context.getStateStore(setup.stateStore());
    pace = new SendPace(STEP, setup.timing().tick(), setup.timing().commitInterval());
    takeOver(TaskRow.read(states.name(), states.get(TaskRow.KEY)));
    CommitHook.beforeCommit(context, setup.hookStore(), this::save);
    commits.start(context);
    every(STEP, this::step);
    every(setup.timing().tick(), this::tick);
  }

  private void every(Duration interval, Runnable what) {
    context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, at -> what.run());
  }

  /** Goes on where the last owner of the task has committed. */
  private void takeOver(TaskRow committed) {
    progress = GroupProgress.load(committed, setup.plan().groupIds());
    clock.restore(progress.clockMs());
    ServedGroups served = servedGroups();
    if (progress.isNew()) {
      progress.swept(progress.wanted(served, setup.sweeping().rebuilds().newest()));
    }
    revisions = new Revisions(progress.lineage(), setup.definitions(), wall.millis());
    if (!revisions.isCommitted()) {
      context.commit();
    }
    EntityRows rows = new StoredRows(states);
    DueIndex timers = new DueIndex(context.getStateStore(setup.timerStore()));
    ErasureMemory erased =
        new ErasureMemory(
            TopicKeys.ofEntity(setup.namespace(), setup.entity(), ""),
            new StoredErasures(context.getStateStore(setup.erasureStore())));
    entities =
        new Entities(
            setup.plan(),
            clock,
            rows,
            new EntityTimers(engine, timers, setup.jitterMs()),
            revisions,
            setup.heap(),
            erased);
    entities.pend(progress.unsent());
    updates = new EntityUpdates(setup.plan(), clock, entities, progress);
    sending = sending(served);
    sweep = sweep(rows);
    erasing =
        new EntityErasing(
            new EntityErasing.EntityKeyOf(setup.namespace(), setup.entity()),
            erased,
            entities,
            sending,
            revisions);
  }

  private EntitySending sending(ServedGroups served) {
    RowDelivery rows = new RowDelivery(setup.output().store(), setup.metrics(), wall);
    VectorSender sender =
        new VectorSender(
            entities,
            new VectorRecords(setup.namespace(), setup.plan()),
            rows,
            setup.output().toTopic() ? Optional.of(this::publish) : Optional.empty(),
            setup.clock(),
            setup.metrics().features());
    return new EntitySending(entities, sender, rows, revisions, progress, served);
  }

  private void publish(FeatureVector vector, String trace) {
    String key = TopicKeys.of(vector);
    context.forward(new Record<>(key, vector, wall.millis(), TraceHeaders.write(trace)));
  }

  private EntitySweep sweep(EntityRows rows) {
    String name = setup.entity() + " " + context.taskId();
    EntityScan scan = new EntityScan(name, rows, setup.sweeping().remaining());
    return new EntitySweep(name, entities, sending, scan, progress, setup.sweeping().rebuilds());
  }

  private ServedGroups servedGroups() {
    return new ServedGroups(setup.plan(), progress, setup.sweeping().pinned());
  }

  @Override
  public void process(Record<String, EntityInput> record) {
    pace.read(record.timestamp());
    commits.read(record.timestamp());
    if (record.value() instanceof Contributed contributed) {
      contribute(record.key(), contributed, record.headers());
    } else if (record.value() instanceof EntityInput.Erased erased) {
      erase(record.key(), erased);
    } else if (record.value() instanceof EntityInput.CaughtUp told
        && progress.announced(told.group(), told.partition(), told.partitions())) {
      ServedGroups served = servedGroups();
      sending.serve(served);
      LOG.info(
          "{} {}: {} has caught up; served: {}",
          setup.entity(),
          context.taskId(),
          told.group(),
          served.versions());
    }
  }

  private void contribute(String key, Contributed input, Headers headers) {
    clock.observe(input.clockMs());
    String trace = setup.output().toTopic() ? TraceHeaders.read(headers) : "";
    if (!updates.apply(sending.get(key), input, sending.served(), trace)) {
      setup.metrics().erasure().eventDropped(setup.entity());
    }
  }

  private void erase(String key, EntityInput.Erased asked) {
    setup.metrics().erasure().reached(setup.entity());
    commits.forwarded();
    int part = asked.parts() == 1 ? 0 : context.taskId().partition();
    if (erasing.erase(key, asked, part) && setup.output().toTopic()) {
      String name = TopicKeys.ofEntity(setup.namespace(), setup.entity(), key);
      context.forward(new Record<>(name, null, wall.millis()));
    }
  }

  private void answer(EntityErasing.Answer answer) {
    int partition = context.taskId().partition();
    ErasureReceipt receipt =
        setup
            .output()
            .receipts()
            .of(setup.stage(), answer.erasure(), answer.refusal(), partition, wall.instant());
    setup.metrics().erasure().answered(setup.entity(), receipt.getStatus().name());
    context.forward(new Record<>(answer.erasure().id(), receipt, wall.millis()));
    commits.forwarded();
  }

  private void step() {
    sending.collect();
    erasing.step(wall.millis()).forEach(this::answer);
    if (pace.isDue(wall.millis())) {
      entities.release();
      if (setup.clock() == ClockMode.STREAM) {
        expire();
      }
    }
    sweep();
    sending.drain();
    sending.dispatch();
    sending.acknowledged().ifPresent(this::rebuilt);
    show();
  }

  private void show() {
    sending.show();
    setup.output().erasures().show(context.taskId().toString(), erasing.waiting());
  }

  private void rebuilt(String request) {
    setup.sweeping().rebuilds().done(setup.entity(), context.taskId().partition(), request);
  }

  /** What the wall clock has changed does not wait for events that are late. */
  private void tick() {
    if (setup.clock() == ClockMode.WALL) {
      expire();
      sending.dispatch();
    }
  }

  private void expire() {
    entities.due(sending.room()).forEach(this::expire);
  }

  private void expire(Due timer) {
    EntityEntry entry = sending.get(timer.key());
    if (entities.expires(entry, timer)) {
      sending.send(entry, Cause.TIME);
    }
  }

  private void sweep() {
    setup.metrics().features().entitiesSwept(setup.entity(), sweep.step());
  }

  private void save() {
    sending.collect();
    sweep.noteOverflow();
    erasing.save();
    // an idle task has nothing to store, so that the clock alone is not worth a row
    if (entities.save()) {
      progress.clockMs(clock.shownMs());
    }
    progress.lineage(revisions.lineage());
    progress.unsent(sending.unsent());
    progress.unsaved().ifPresent(row -> states.put(TaskRow.KEY, row));
    sending.committed();
    erasing.committed();
    // before a commit as well, so that whoever sees it committed sees what still waits
    show();
  }

  /** What goes to a topic cannot be sent any more. */
  @Override
  public void close() {
    if (sweep != null) {
      sweep.stop();
      sending.finish(!setup.output().toTopic());
      sending.close();
      setup.output().erasures().hide(context.taskId().toString());
    }
  }
}

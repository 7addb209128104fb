package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.EntityInput.CaughtUp;
import io.tidemark.delivery.EntityErasing;
import io.tidemark.delivery.EntitySending;
import io.tidemark.delivery.EntitySweep;
import io.tidemark.delivery.RowDelivery;
import io.tidemark.delivery.VectorSender;
import io.tidemark.entity.Entities;
import io.tidemark.entity.EntityRows;
import io.tidemark.entity.EntityScan;
import io.tidemark.entity.EntityTimers;
import io.tidemark.entity.EntityUpdates;
import io.tidemark.entity.GroupProgress;
import io.tidemark.entity.Revisions;
import io.tidemark.entity.ServedGroups;
import io.tidemark.entity.TaskRow;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.kafka.erasure.StoredErasures;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.records.TopicKeys;
import io.tidemark.records.VectorRecords;
import io.tidemark.task.TaskClock;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task of features has on its heap, put together from what its last owner has committed. Not
 * thread-safe.
 */
final class FeatureTask {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureTask.class);

  final Entities entities;
  final EntityUpdates updates;
  final EntitySending sending;
  final EntitySweep sweep;
  final EntityErasing erasing;
  private final FeatureSetup setup;
  private final TaskClock clock;
  private final String name;
  private final KeyValueStore<String, byte[]> states;
  private final GroupProgress progress;
  private final Revisions revisions;

  /**
   * Goes on where the last owner of the task has committed.
   *
   * @param clock is set to where the last owner's stood
   * @param publish where vectors go beside the store
   */
  FeatureTask(
      FeatureSetup setup,
      TaskClock clock,
      ProcessorContext<?, ?> context,
      BiConsumer<FeatureVector, String> publish) {
    this.setup = setup;
    this.clock = clock;
    this.name = setup.entity() + " " + context.taskId();
    this.states = context.getStateStore(setup.stateStore());
    this.progress =
        GroupProgress.load(
            TaskRow.read(states.name(), states.get(TaskRow.KEY)), setup.plan().groupIds());
    clock.restore(progress.clockMs());
    ServedGroups served = servedGroups();
    if (progress.isNew()) {
      progress.swept(progress.wanted(served, setup.sweeping().rebuilds().newest()));
    }
    this.revisions = new Revisions(progress.lineage(), setup.definitions(), setup.wall().millis());
    EntityRows rows = new StoredRows(states);
    ErasureMemory erased =
        new ErasureMemory(
            TopicKeys.ofEntity(setup.namespace(), setup.entity(), ""),
            new StoredErasures(context.getStateStore(setup.erasureStore())));
    DueIndex timers = new DueIndex(context.getStateStore(setup.timerStore()));
    this.entities = entities(rows, timers, erased);
    this.updates = new EntityUpdates(setup.plan(), clock, entities, progress);
    this.sending = sending(served, publish);
    EntityScan scan = new EntityScan(name, rows, setup.sweeping().remaining());
    this.sweep =
        new EntitySweep(name, entities, sending, scan, progress, setup.sweeping().rebuilds());
    this.erasing =
        new EntityErasing(
            new EntityErasing.EntityKeyOf(setup.namespace(), setup.entity()),
            erased,
            entities,
            sending,
            revisions);
  }

  private Entities entities(EntityRows rows, DueIndex timers, ErasureMemory erased) {
    EntityTimers due = new EntityTimers(new FeatureEngine(setup.plan()), timers, setup.jitterMs());
    Entities all = new Entities(setup.plan(), clock, rows, due, revisions, setup.heap(), erased);
    all.pend(progress.unsent());
    return all;
  }

  private EntitySending sending(ServedGroups served, BiConsumer<FeatureVector, String> publish) {
    RowDelivery rows = new RowDelivery(setup.output().store(), setup.metrics(), setup.wall());
    VectorSender sender =
        new VectorSender(
            entities,
            new VectorRecords(setup.namespace(), setup.plan()),
            rows,
            setup.output().toTopic() ? Optional.of(publish::accept) : Optional.empty(),
            setup.clock(),
            setup.metrics().features());
    return new EntitySending(entities, sender, rows, revisions, progress, served);
  }

  private ServedGroups servedGroups() {
    return new ServedGroups(setup.plan(), progress, setup.sweeping().pinned());
  }

  /** Whether a commit says how this owner's rows are numbered: before it none is sent. */
  boolean maySend() {
    return revisions.isCommitted();
  }

  /** A partition has handed over what a group's past holds: with the last one it may be served. */
  void caughtUp(CaughtUp told) {
    if (progress.announced(told.group(), told.partition(), told.partitions())) {
      ServedGroups served = servedGroups();
      sending.serve(served);
      LOG.info("{}: {} has caught up; served: {}", name, told.group(), served.versions());
    }
  }

  /** Stores what has changed, as part of a commit that is about to be. */
  void save() {
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
  }

  /**
   * Ends what goes on.
   *
   * @param lastRows whether rows that wait are sent yet
   */
  void close(boolean lastRows) {
    sweep.stop();
    sending.finish(lastRows);
    sending.close();
  }
}

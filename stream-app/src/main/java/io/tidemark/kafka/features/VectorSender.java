package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.definition.ClockMode;
import io.tidemark.delivery.RowDelivery;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.Vector;
import io.tidemark.kafka.state.TaskClock;
import java.time.Clock;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes an entity's vector and sends it where it says something new: to the online store, and to
 * the vectors' topic where that is wanted. Not thread-safe.
 */
final class VectorSender {
  private final FeatureTask task;
  private final FeatureEngine engine;
  private final TaskClock clock;
  private final Clock wall;
  private final long touchMs;
  private final VectorRecords records;
  private final RowDelivery delivery;
  private final Revisions revisions;
  private final ProcessorContext<String, FeatureVector> context;

  /** Why a vector is looked at. */
  enum Cause {
    EVENT,
    TIME,
    /** Other groups may be served than before. */
    SWEEP,
    /** What the store holds is not known. */
    AGAIN
  }

  VectorSender(
      FeatureTask task,
      FeatureEngine engine,
      TaskClock clock,
      RowDelivery delivery,
      Revisions revisions,
      ProcessorContext<String, FeatureVector> context) {
    this.task = task;
    this.engine = engine;
    this.clock = clock;
    this.wall = task.wall();
    this.touchMs = task.touchMs();
    this.records = new VectorRecords(task);
    this.delivery = delivery;
    this.revisions = revisions;
    this.context = context;
  }

  /** Brings what is known of an entity's vector up to date, and sends it unless it was said. */
  void send(EntityEntry entry, Cause cause, GroupProgress progress, ServedGroups served) {
    long nowMs = clock.nowMs();
    Vector vector = engine.vector(entry.state, nowMs, progress.startMs(), served.served());
    long hash = VectorHash.of(vector, served, entry.state.lastEventMs() / touchMs);
    if (hash != entry.sentHash || cause == Cause.AGAIN || isHistory(cause)) {
      send(entry, vector, served);
      if (cause == Cause.TIME) {
        task.metrics().vectorDecayed(task.entity());
      }
    } else {
      task.metrics().vectorUnchanged(task.entity());
    }
    entry.sentHash = hash;
    entry.unsent = false;
    entry.newestEventMs = EntityEntry.NO_EVENT;
    entry.validUntilMs = vector.validUntilMs();
  }

  /**
   * Whether to send what says the same: history is asked at the instant a row names, and of one
   * that names an instant before its newest event it would be wrong, though time has undone the
   * event.
   */
  private boolean isHistory(Cause cause) {
    return cause == Cause.EVENT && task.clock() == ClockMode.STREAM;
  }

  private void send(EntityEntry entry, Vector vector, ServedGroups served) {
    entry.state.revision(revisions.of(entry.state));
    delivery.send(records.row(entry, vector), freshSince(entry));
    if (task.toTopic()) {
      FeatureVector record = records.vector(entry, vector, served);
      context.forward(new Record<>(entry.key, record, wall.millis()));
    }
    task.metrics().vectorEmitted(task.entity());
  }

  /** In stream time the age of an event says how long ago history was. */
  private long freshSince(EntityEntry entry) {
    return task.clock() == ClockMode.WALL ? entry.newestEventMs : RowDelivery.NO_EVENT;
  }
}

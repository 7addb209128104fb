package io.tidemark.delivery;

import io.tidemark.avro.FeatureVector;
import io.tidemark.definition.ClockMode;
import io.tidemark.entity.Entities;
import io.tidemark.entity.EntityEntry;
import io.tidemark.entity.GroupProgress;
import io.tidemark.entity.ServedGroups;
import io.tidemark.entity.VectorHash;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.Vector;
import io.tidemark.monitoring.metrics.FeatureMetrics;
import io.tidemark.records.VectorRecords;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Makes an entity's vector and sends it where it says something new: to the online store, and to
 * the vectors' topic where that is wanted. Not thread-safe.
 */
public final class VectorSender {
  /** A row that keeps its values is written so many times while a group of it holds. */
  private static final int TOUCHES_PER_TTL = 4;

  private final Entities entities;
  private final VectorRecords records;
  private final RowDelivery rows;
  private final Optional<BiConsumer<FeatureVector, String>> topic;
  private final ClockMode clock;
  private final FeatureMetrics metrics;
  private final long[] touchMs;

  /** Why a vector is looked at. */
  public enum Cause {
    EVENT,
    TIME,
    /** Other groups may be served than before. */
    SWEEP,
    /** What the store holds is not known. */
    AGAIN
  }

  /**
   * A sender of one task.
   *
   * @param topic takes vectors for their topic, each with the trace of its newest event; empty
   *     where they go to the store alone
   * @param clock what makes windows slide
   */
  public VectorSender(
      Entities entities,
      VectorRecords records,
      RowDelivery rows,
      Optional<BiConsumer<FeatureVector, String>> topic,
      ClockMode clock,
      FeatureMetrics metrics) {
    this.entities = entities;
    this.records = records;
    this.rows = rows;
    this.topic = topic;
    this.clock = clock;
    this.metrics = metrics;
    this.touchMs =
        IntStream.range(0, records.groups())
            .mapToLong(group -> Math.max(1, records.ttl(group).toMillis() / TOUCHES_PER_TTL))
            .toArray();
  }

  /** Brings what is known of an entity's vector up to date, and sends it unless it was said. */
  void send(EntityEntry entry, Cause cause, GroupProgress progress, ServedGroups served) {
    Vector vector = entities.vector(entry, progress, served);
    long hash = VectorHash.of(vector, served, touched(entry.state(), served));
    if (!entry.hasSaid(hash) || cause == Cause.AGAIN || isHistory(cause)) {
      send(entry, vector, served);
      if (cause == Cause.TIME) {
        metrics.vectorDecayed(records.entity());
      }
    } else {
      metrics.vectorUnchanged(records.entity());
    }
    entities.said(entry, hash, vector.validUntilMs());
  }

  /**
   * Another number where a group that is served had its first event, or one long after the last.
   */
  private long touched(EntityState state, ServedGroups served) {
    long touched = 0;
    for (int g = 0; g < served.served().length; g++) {
      touched = 31 * touched + (served.serves(g) ? state.lastEventMs(g) / touchMs[g] : 0);
    }
    return touched;
  }

  /**
   * Whether to send what says the same: history is asked at the instant a row names, and of one
   * that names an instant before its newest event it would be wrong, though time has undone the
   * event.
   */
  private boolean isHistory(Cause cause) {
    return cause == Cause.EVENT && clock == ClockMode.STREAM;
  }

  private void send(EntityEntry entry, Vector vector, ServedGroups served) {
    entities.number(entry);
    rows.send(records.row(entry, vector, served), freshSince(entry));
    topic.ifPresent(
        vectors -> vectors.accept(records.vector(entry, vector, served), entry.trace()));
    metrics.vectorEmitted(records.entity());
  }

  /** In stream time the age of an event says how long ago history was. */
  private long freshSince(EntityEntry entry) {
    return clock == ClockMode.WALL ? entry.newestEventMs() : RowDelivery.NO_EVENT;
  }
}

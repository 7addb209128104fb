package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What becomes of requests to erase entities. Thread-safe. */
public final class ErasureMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter REQUESTS =
      METERS.counter(
          "tidemark.erasure.requests",
          100,
          "Erasures that reached a task which may hold the entity",
          "entity");
  private static final Meter ANSWERS =
      METERS.counter(
          "tidemark.erasure.answers",
          300,
          "Erasures answered by such a task: complete, not_found, failed and tried again",
          "entity",
          "status");
  private static final Meter REFUSED =
      METERS.counter(
          "tidemark.erasure.refused",
          20,
          "Requests to erase an entity that nothing can be done about",
          "reason");
  private static final Meter WAITING =
      METERS.gauge(
          "tidemark.erasure.waiting",
          100,
          "Erasures under way: the online store has not acknowledged them",
          "entity");
  private static final Meter DROPPED =
      METERS.counter(
          "tidemark.erasure.events.dropped",
          100,
          "Events that came, or were read again, after the entity they are older than was erased",
          "entity");
  private static final Meter EXAMPLES =
      METERS.counter(
          "tidemark.erasure.examples",
          200,
          "Tombstones written for labelled examples of erased entities",
          "model");
  private static final Meter JOINS_WAITING =
      METERS.gauge(
          "tidemark.erasure.joins.waiting",
          200,
          "Erasures of an entity's requests that a task of the join is not done with",
          "model");
  private static final List<String> STATUSES = List.of("complete", "not_found", "failed");

  private final BoundedSeries<String, Counter> requests;
  private final BoundedSeries<List<String>, Counter> answers;
  private final BoundedSeries<String, Counter> refused;
  private final Levels<String> waiting;
  private final BoundedSeries<String, Counter> dropped;
  private final BoundedSeries<String, Counter> examples;
  private final Levels<String> joinsWaiting;

  ErasureMetrics(BoundMeters meters) {
    requests = meters.counters(REQUESTS);
    answers = meters.counters(ANSWERS, tags -> tags);
    refused = meters.counters(REFUSED);
    waiting = meters.levels(WAITING, List::of);
    dropped = meters.counters(DROPPED);
    examples = meters.counters(EXAMPLES);
    joinsWaiting = meters.levels(JOINS_WAITING, List::of);
  }

  /** Shows with 0 what there may be of kinds of entities and of refusals. */
  public void show(Collection<String> entities, Collection<String> reasons) {
    for (String entity : entities) {
      requests.of(entity);
      STATUSES.forEach(status -> answers.of(List.of(entity, status)));
      waiting.set(entity, 0);
      dropped.of(entity);
    }
    reasons.forEach(refused::of);
  }

  /** Counts an erasure that reached a task. */
  public void reached(String entity) {
    requests.of(entity).increment();
  }

  /** Counts an answer, by the name of its status. */
  public void answered(String entity, String status) {
    answers.of(List.of(entity, status.toLowerCase(Locale.ROOT))).increment();
  }

  /** Counts a request that nothing can be done about. */
  public void refused(String reason) {
    refused.of(reason).increment();
  }

  /** Notes how many erasures are under way. */
  public void waiting(String entity, long count) {
    waiting.set(entity, count);
  }

  /** Counts an event that does not count any more. */
  public void eventDropped(String entity) {
    dropped.of(entity).increment();
  }

  /** Shows with 0 what there may be of a model whose labels are joined. */
  public void show(String model) {
    examples.of(model);
    joinsWaiting.set(model, 0);
  }

  /** Counts tombstones of a model's examples. */
  public void examplesErased(String model, long count) {
    examples.of(model).increment(count);
  }

  /** Notes how many erasures tasks of a model's join are not done with. */
  public void joinsWaiting(String model, long count) {
    joinsWaiting.set(model, count);
  }
}

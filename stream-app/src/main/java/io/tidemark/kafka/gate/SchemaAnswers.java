package io.tidemark.kafka.gate;

import io.tidemark.monitoring.metrics.RegistryMetrics;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaNotFoundException;
import io.tidemark.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the schema registry said about schema ids, asked for off the stream threads.
 *
 * <p>A schema found is remembered for ever: an id never changes its meaning. That there is none is
 * remembered for {@link #MISSING_TTL}, so that a flood of made-up ids is not a flood of requests
 * and an id registered late is still found. While the registry is out of reach the question is
 * asked again every {@link #RETRY} for as long as it takes. Thread-safe.
 */
public final class SchemaAnswers implements AutoCloseable {
  static final Duration MISSING_TTL = Duration.ofSeconds(10);
  static final Duration RETRY = Duration.ofSeconds(1);
  private static final String LOOKUP = "schema-by-id";

  /** Below a transaction's time-out: it is a stream thread that waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PATIENCE_IN_OUTAGE = Duration.ofMillis(100);
  private static final int MAX_ANSWERS = 100_000;
  private static final Logger LOG = LoggerFactory.getLogger(SchemaAnswers.class);

  private final SchemaRegistry registry;
  private final RegistryMetrics metrics;
  private final Clock clock;
  private final ConcurrentMap<Integer, Answer> answers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, CompletableFuture<Answer>> asked = new ConcurrentHashMap<>();
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "schema-lookup");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String waitingFor;

  private record Answer(Optional<Schema> schema, long atMs) {}

  public SchemaAnswers(SchemaRegistry registry, RegistryMetrics metrics, Clock clock) {
    this.registry = registry;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Whether there is an answer that still holds, after waiting for it for so long at most. */
  boolean has(int id, Duration patience) {
    return holds(answers.get(id)) || await(ask(id), patience).isPresent();
  }

  /**
   * The schema with an id. A record that was let in because there is none keeps that answer, also
   * while the question is asked again for a later record.
   *
   * @throws SchemaNotFoundException when the registry says that there is none
   * @throws RegistryUnavailableException when it has not answered yet
   */
  Schema schema(int id) {
    Answer known = answers.get(id);
    Answer answer = known != null ? known : firstAnswer(id);
    return answer
        .schema()
        .orElseThrow(
            () ->
                new SchemaNotFoundException(
                    "The registry has no schema with id "
                        + id
                        + ". Was the record written against another registry?",
                    SchemaNotFoundException.SCHEMA));
  }

  private Answer firstAnswer(int id) {
    return await(ask(id), waitingFor == null ? PATIENCE : PATIENCE_IN_OUTAGE)
        .orElseThrow(
            () ->
                new RegistryUnavailableException(
                    "Schema id "
                        + id
                        + " is not answered yet. Is the schema registry reachable? "
                        + outage().orElse(""),
                    0,
                    0,
                    null));
  }

  /** Why records wait at the moment, if any do. */
  public Optional<String> outage() {
    return Optional.ofNullable(waitingFor);
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }

  private CompletableFuture<Answer> ask(int id) {
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    CompletableFuture<Answer> other = asked.putIfAbsent(id, mine);
    if (other != null) {
      return other;
    }
    asking.execute(() -> tryOnce(id, mine));
    return mine;
  }

  private void tryOnce(int id, CompletableFuture<Answer> question) {
    Answer known = answers.get(id);
    if (holds(known)) {
      // it came between somebody's look and their question
      asked.remove(id);
      question.complete(known);
      return;
    }
    try {
      complete(id, question, Optional.of(timed(id)));
    } catch (SchemaNotFoundException e) {
      complete(id, question, Optional.empty());
    } catch (RuntimeException e) {
      metrics.registryFailed(LOOKUP);
      if (waitingFor == null) {
        LOG.warn("Records with schema id {} wait for the schema registry: {}", id, e.toString());
      }
      waitingFor = e.getMessage() == null ? e.toString() : e.getMessage();
      asking.schedule(() -> tryOnce(id, question), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Schema timed(int id) {
    long startedMs = clock.millis();
    try {
      return registry.schemaById(id);
    } finally {
      metrics.registryAnswered(LOOKUP, Duration.ofMillis(clock.millis() - startedMs));
    }
  }

  private void complete(int id, CompletableFuture<Answer> question, Optional<Schema> schema) {
    if (answers.size() >= MAX_ANSWERS) {
      answers.values().removeIf(answer -> !holds(answer));
    }
    Answer answer = new Answer(schema, clock.millis());
    answers.put(id, answer);
    asked.remove(id);
    if (waitingFor != null) {
      waitingFor = null;
      LOG.info("The schema registry answers again");
    }
    question.complete(answer);
  }

  private boolean holds(Answer answer) {
    return answer != null
        && (answer.schema().isPresent()
            || clock.millis() - answer.atMs() <= MISSING_TTL.toMillis());
  }

  private static Optional<Answer> await(CompletableFuture<Answer> question, Duration patience) {
    try {
      return Optional.of(question.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}

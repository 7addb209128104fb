package io.tidemark.kafka.gate;

import io.tidemark.monitoring.metrics.RegistryMetrics;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaKey;
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
 * What the schema registry said about ids and GUIDs of schemas, asked for off the stream threads.
 *
 * <p>A schema found is remembered for ever: an id never changes its meaning. That there is none,
 * and why, is remembered for {@link #MISSING_TTL}, so that a flood of made-up ids is not a flood of
 * requests and an id registered late is still found. While the registry is out of reach the
 * question is asked again every {@link #RETRY} for as long as it takes. Thread-safe.
 */
public final class SchemaAnswers implements AutoCloseable {
  static final Duration MISSING_TTL = Duration.ofSeconds(10);
  static final Duration RETRY = Duration.ofSeconds(1);
  private static final String BY_ID = "schema-by-id";
  private static final String BY_GUID = "schema-by-guid";

  /** Below a transaction's time-out: it is a stream thread that waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PATIENCE_IN_OUTAGE = Duration.ofMillis(100);
  private static final int MAX_ANSWERS = 100_000;
  private static final Logger LOG = LoggerFactory.getLogger(SchemaAnswers.class);

  private final SchemaRegistry registry;
  private final RegistryMetrics metrics;
  private final Clock clock;
  private final ConcurrentMap<SchemaKey, Answer> answers = new ConcurrentHashMap<>();
  private final ConcurrentMap<SchemaKey, CompletableFuture<Answer>> asked =
      new ConcurrentHashMap<>();
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "schema-lookup");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String waitingFor;

  /** A schema, or why there is none. */
  private record Answer(Optional<Schema> schema, SchemaNotFoundException missing, long atMs) {}

  public SchemaAnswers(SchemaRegistry registry, RegistryMetrics metrics, Clock clock) {
    this.registry = registry;
    this.metrics = metrics;
    this.clock = clock;
    metrics.operations(BY_ID, BY_GUID);
  }

  /** Whether there is an answer that still holds, after waiting for it for so long at most. */
  boolean has(SchemaKey key, Duration patience) {
    return holds(answers.get(key)) || await(ask(key), patience).isPresent();
  }

  /**
   * The schema that a key names. A record that was let in because there is none keeps that answer,
   * also while the question is asked again for a later record.
   *
   * @throws SchemaNotFoundException when the registry says that there is none
   * @throws RegistryUnavailableException when it has not answered yet
   */
  Schema schema(SchemaKey key) {
    Answer known = answers.get(key);
    Answer answer = known != null ? known : firstAnswer(key);
    return answer.schema().orElseThrow(() -> missing(key, answer.missing()));
  }

  private static SchemaNotFoundException missing(SchemaKey key, SchemaNotFoundException cause) {
    String message =
        cause.why() == SchemaNotFoundException.Why.ABSENT
            ? "The registry has no Avro schema with %s. Was the record written against another one?"
                .formatted(key)
            : cause.getMessage();
    return new SchemaNotFoundException(message, cause.why(), cause);
  }

  private Answer firstAnswer(SchemaKey key) {
    return await(ask(key), waitingFor == null ? PATIENCE : PATIENCE_IN_OUTAGE)
        .orElseThrow(
            () ->
                new RegistryUnavailableException(
                    "The schema with "
                        + key
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

  private CompletableFuture<Answer> ask(SchemaKey key) {
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    CompletableFuture<Answer> other = asked.putIfAbsent(key, mine);
    if (other != null) {
      return other;
    }
    asking.execute(() -> tryOnce(key, mine));
    return mine;
  }

  private void tryOnce(SchemaKey key, CompletableFuture<Answer> question) {
    Answer known = answers.get(key);
    if (holds(known)) {
      // it came between somebody's look and their question
      asked.remove(key);
      question.complete(known);
      return;
    }
    try {
      complete(key, question, new Answer(Optional.of(timed(key)), null, clock.millis()));
    } catch (SchemaNotFoundException e) {
      complete(key, question, new Answer(Optional.empty(), e, clock.millis()));
    } catch (RuntimeException e) {
      metrics.registryFailed(operation(key));
      if (waitingFor == null) {
        LOG.warn("Records with schema {} wait for the schema registry: {}", key, e.toString());
      }
      waitingFor = e.getMessage() == null ? e.toString() : e.getMessage();
      asking.schedule(() -> tryOnce(key, question), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Schema timed(SchemaKey key) {
    long startedMs = clock.millis();
    try {
      return key.in(registry);
    } finally {
      metrics.registryAnswered(operation(key), Duration.ofMillis(clock.millis() - startedMs));
    }
  }

  private static String operation(SchemaKey key) {
    return key instanceof SchemaKey.Guid ? BY_GUID : BY_ID;
  }

  private void complete(SchemaKey key, CompletableFuture<Answer> question, Answer answer) {
    if (answers.size() >= MAX_ANSWERS) {
      answers.values().removeIf(old -> !holds(old));
    }
    answers.put(key, answer);
    asked.remove(key);
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

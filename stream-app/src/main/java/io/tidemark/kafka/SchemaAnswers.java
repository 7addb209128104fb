package io.tidemark.kafka;

import io.tidemark.registry.RegistryException;
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
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final int MAX_ANSWERS = 100_000;
  private static final Logger LOG = LoggerFactory.getLogger(SchemaAnswers.class);

  private final SchemaRegistry registry;
  private final Clock clock;
  private final ConcurrentMap<Integer, CompletableFuture<Answer>> answers =
      new ConcurrentHashMap<>();
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "schema-lookup");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String waitingFor;

  private record Answer(Optional<Schema> schema, long atMs) {}

  public SchemaAnswers(SchemaRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Whether there is an answer, after waiting for it for a tenth of a second at most. */
  boolean has(int id) {
    CompletableFuture<Answer> answer = answers.computeIfAbsent(id, this::ask);
    if (answer.isDone() && expired(answer.join())) {
      answers.remove(id, answer);
      answer = answers.computeIfAbsent(id, this::ask);
    }
    return await(answer);
  }

  /**
   * The schema with an id.
   *
   * @throws SchemaNotFoundException when the registry says that there is none
   * @throws RegistryUnavailableException when it has not answered yet
   */
  Schema schema(int id) {
    CompletableFuture<Answer> answer = answers.computeIfAbsent(id, this::ask);
    if (!await(answer)) {
      throw new RegistryUnavailableException(
          "Schema id " + id + " is not answered yet.", 0, 0, null);
    }
    return answer
        .join()
        .schema()
        .orElseThrow(
            () ->
                new SchemaNotFoundException(
                    "The registry has no schema with id "
                        + id
                        + ". Was the record written against another registry?",
                    SchemaNotFoundException.SCHEMA));
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
    if (answers.size() >= MAX_ANSWERS) {
      answers.values().removeIf(known -> known.isDone() && known.join().schema().isEmpty());
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    asking.execute(() -> tryOnce(id, answer));
    return answer;
  }

  private void tryOnce(int id, CompletableFuture<Answer> answer) {
    try {
      complete(answer, Optional.of(registry.schemaById(id)));
    } catch (SchemaNotFoundException e) {
      complete(answer, Optional.empty());
    } catch (RegistryException e) {
      if (waitingFor == null) {
        LOG.warn("Records with schema id {} wait for the schema registry: {}", id, e.getMessage());
      }
      waitingFor = e.getMessage();
      asking.schedule(() -> tryOnce(id, answer), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void complete(CompletableFuture<Answer> answer, Optional<Schema> schema) {
    answer.complete(new Answer(schema, clock.millis()));
    if (waitingFor != null) {
      waitingFor = null;
      LOG.info("The schema registry answers again");
    }
  }

  private boolean expired(Answer answer) {
    return answer.schema().isEmpty() && clock.millis() - answer.atMs() > MISSING_TTL.toMillis();
  }

  private static boolean await(CompletableFuture<Answer> answer) {
    try {
      answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}

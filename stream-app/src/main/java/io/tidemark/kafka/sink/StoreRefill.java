package io.tidemark.kafka.sink;

import io.tidemark.kafka.features.Rebuilds;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState.Mark;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a store that lost rows from the state of the feature tasks.
 *
 * <p>A mark in the store is a request to every task to send all its vectors again. A task says when
 * it has committed them; what is on the vectors' topic by then has to be acknowledged, by whichever
 * instance reads it, and then the task's part of the store is right again. Thread-safe; one thread
 * runs {@link #run}.
 */
public final class StoreRefill implements StoreRebuild, Rebuilds, Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRefill.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final FeatureStore store;
  private final Set<String> parts;
  private final Supplier<String> commanded;
  private final DeliveredOffsets delivered;
  private final Map<String, String> doneByPart = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Mark mark;

  /** What the mark asks for, written once: every task reads it at every flush. */
  private volatile String marked = "";

  /**
   * A refill that is not started.
   *
   * @param parts every feature task of the application, as {@link #part} names it
   * @param commanded the newest request of an operator
   * @param consumer of the sinks' group and of uncommitted records; taken over
   * @param topic of the vectors
   */
  public StoreRefill(
      FeatureStore store,
      Set<String> parts,
      Supplier<String> commanded,
      Consumer<byte[], byte[]> consumer,
      String topic) {
    this.store = store;
    this.parts = Set.copyOf(parts);
    this.commanded = commanded;
    this.delivered = new DeliveredOffsets(consumer, topic);
  }

  /** The name of a task's part of the store. */
  public static String part(String entity, int partition) {
    return entity + "/" + partition;
  }

  @Override
  public Set<String> parts() {
    return parts;
  }

  @Override
  public void begin(Mark begun) {
    marked = request(begun);
    mark = begun;
  }

  @Override
  public String newest() {
    return Rebuilds.later(commanded.get(), marked);
  }

  @Override
  public void done(String entity, int partition, String request) {
    doneByPart.put(part(entity, partition), request);
  }

  private static String request(Mark begun) {
    return Rebuilds.request(begun.sinceMs(), begun.identity());
  }

  @Override
  public void run() {
    try (delivered) {
      Mark followed = null;
      while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        Mark begun = mark;
        if (begun != null && !begun.equals(followed)) {
          follow(begun);
          followed = begun;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reports the parts of a mark until another takes its place or all in our hands are done. */
  private void follow(Mark begun) throws InterruptedException {
    Set<String> left = new HashSet<>(begun.pending());
    Map<String, Map<TopicPartition, Long>> endsByPart = new HashMap<>();
    while (!left.isEmpty() && begun.equals(mark)) {
      try {
        report(begun, left, endsByPart);
      } catch (RetriableException e) {
        LOG.debug("Kafka does not say how far vectors are delivered", e);
      }
      if (stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private void report(
      Mark begun, Set<String> left, Map<String, Map<TopicPartition, Long>> endsByPart) {
    String request = request(begun);
    for (String part : left) {
      if (doneByPart.getOrDefault(part, "").compareTo(request) >= 0) {
        endsByPart.computeIfAbsent(part, fresh -> delivered.ends());
      }
    }
    endsByPart.entrySet().stream()
        .filter(waiting -> left.contains(waiting.getKey()))
        .filter(waiting -> delivered.reached(waiting.getValue()))
        .map(Map.Entry::getKey)
        .filter(part -> reported(begun, part))
        .toList()
        .forEach(left::remove);
  }

  private boolean reported(Mark begun, String part) {
    try {
      store.rebuilt(begun, part).toCompletableFuture().join();
      return true;
    } catch (CompletionException e) {
      LOG.debug("The online store does not take that {} is done", part, e.getCause());
      return false;
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}

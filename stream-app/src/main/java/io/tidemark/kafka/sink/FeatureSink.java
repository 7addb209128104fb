package io.tidemark.kafka.sink;

import io.tidemark.monitoring.metrics.StoreResult;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.WriteOutcome;
import io.tidemark.wire.DecodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries committed feature vectors from their topic into the online store.
 *
 * <p>Reads committed records only, keeps the newest vector per entity of each batch, writes the
 * batch as one pipeline, and commits its offsets once every write is acknowledged. A write with an
 * older revision than the store holds is refused by the store, so a batch may be repeated at will:
 * that is what happens when the store is away, at growing intervals, while the consumer stays in
 * its group. One thread; {@link #close} stops it after the batch it is working on.
 */
public final class FeatureSink implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureSink.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration IDLE_COMMIT_INTERVAL = Duration.ofMillis(500);
  private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final VectorReader vectors;
  private final FeatureStore store;
  private final TidemarkMetrics metrics;
  private final Clock wall;
  private final ReplacementCheck replacement;
  private Map<TopicPartition, Long> idlePositions = Map.of();
  private long nextIdleCommitMs;
  private volatile boolean running = true;
  private volatile String outage;
  private volatile Throwable failure;
  private volatile long waiting;

  /**
   * A sink that is not started.
   *
   * @param rebuild is told when the store has lost what was acknowledged
   */
  public FeatureSink(
      Consumer<byte[], byte[]> consumer,
      String topic,
      VectorReader vectors,
      FeatureStore store,
      StoreRebuild rebuild,
      TidemarkMetrics metrics,
      Clock wall) {
    this.consumer = consumer;
    this.topic = topic;
    this.vectors = vectors;
    this.store = store;
    this.metrics = metrics;
    this.wall = wall;
    this.replacement = new ReplacementCheck(store, rebuild, metrics, wall);
    metrics.storeLag(() -> waiting);
  }

  /** Why vectors wait at the moment, if they do. */
  public Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  /** What has become of the store lately, beside whether it works. */
  public Optional<String> note() {
    return replacement.note();
  }

  /** What ended the sink, if anything did. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(List.of(topic));
      while (running) {
        replacement.tick();
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        if (batch.isEmpty()) {
          commitWhatHoldsNothing();
        } else {
          deliver(read(batch));
          commit();
        }
      }
    } catch (WakeupException e) {
      LOG.debug("The sink was asked to stop", e);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** The ends of transactions are offsets too: whoever asks for the lag shall see none. */
  private void commitWhatHoldsNothing() {
    if (wall.millis() >= nextIdleCommitMs) {
      nextIdleCommitMs = wall.millis() + IDLE_COMMIT_INTERVAL.toMillis();
      Map<TopicPartition, Long> positions = new HashMap<>();
      consumer.assignment().forEach(at -> positions.put(at, consumer.position(at)));
      boolean moved =
          positions.entrySet().stream()
              .anyMatch(
                  at -> at.getValue() > idlePositions.getOrDefault(at.getKey(), Long.MAX_VALUE));
      idlePositions = positions;
      if (moved) {
        commit();
      }
    }
  }

  private void commit() {
    try {
      consumer.commitSync();
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.info("Another instance took over a partition of the batch and repeats it");
    } catch (RetriableException e) {
      LOG.warn("Offsets are committed with the next batch: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  /** Decodes a batch, as late as the registry says how. */
  private List<Arrival> read(ConsumerRecords<byte[], byte[]> batch) {
    while (true) {
      try {
        return newest(batch);
      } catch (RegistryUnavailableException e) {
        waiting("the schema registry", e);
        rest(REGISTRY_PAUSE);
      }
    }
  }

  private List<Arrival> newest(ConsumerRecords<byte[], byte[]> batch) {
    Map<EntityKey, Arrival> newest = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      Arrival arrival = vector(record);
      if (arrival != null) {
        newest.merge(arrival.row().key(), arrival, (older, newer) -> newer.after(older));
      }
    }
    return new ArrayList<>(newest.values());
  }

  /** Null for what is no vector: it must not hold back every vector behind it. */
  private Arrival vector(ConsumerRecord<byte[], byte[]> record) {
    try {
      return vectors.read(record);
    } catch (DecodingException | IllegalArgumentException e) {
      LOG.error(
          "Skipped {}-{}@{}: it is no feature vector. {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return null;
    }
  }

  /** Writes until everything is acknowledged; a wake-up ends the wait without committing. */
  private void deliver(List<Arrival> batch) {
    List<Arrival> left = batch;
    Duration pause = FIRST_PAUSE;
    while (!left.isEmpty()) {
      left = write(left);
      if (!left.isEmpty()) {
        rest(pause);
        pause = longer(pause);
      }
    }
    if (outage != null) {
      LOG.info("Feature vectors no longer wait");
      outage = null;
      replacement.hurry();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private List<Arrival> write(List<Arrival> batch) {
    long startedMs = wall.millis();
    waiting = batch.size();
    List<CompletionStage<WriteOutcome>> writes =
        store.writeAll(batch.stream().map(Arrival::row).toList());
    List<Arrival> failed = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (!acknowledged(batch.get(i), writes.get(i).toCompletableFuture())) {
        failed.add(batch.get(i));
      }
    }
    waiting = failed.size();
    metrics.storeBatchTook(Duration.ofMillis(wall.millis() - startedMs));
    return failed;
  }

  private boolean acknowledged(Arrival arrival, CompletableFuture<WriteOutcome> write) {
    FeatureRow row = arrival.row();
    try {
      count(row, StoreResult.valueOf(write.get().name()));
      arrival.newestEventMs().ifPresent(at -> fresh(row, at));
      return true;
    } catch (ExecutionException e) {
      count(row, StoreResult.FAILED);
      metrics.storeFailed(reason(e.getCause()));
      return gaveUp(row, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WakeupException();
    }
  }

  private static String reason(Throwable cause) {
    return cause instanceof FeatureStoreException known
        ? known.reason().name().toLowerCase(Locale.ROOT)
        : "unexpected";
  }

  private void count(FeatureRow row, StoreResult result) {
    metrics.storeWritten(row.key().entity(), result, 1);
  }

  private void fresh(FeatureRow row, long eventMs) {
    metrics.featureAcknowledged(row.key().entity(), Duration.ofMillis(wall.millis() - eventMs));
  }

  /**
   * Whether to go on without the write. A refusal that no later try can change, such as a key of
   * another type under our name, must not hold back every other entity of the partition.
   */
  private boolean gaveUp(FeatureRow row, Throwable cause) {
    if (cause instanceof FeatureStoreException refusal && !refusal.retryable()) {
      LOG.error(
          "The online store refuses {} for good: {}", row.key().asRedisKey(), cause.getMessage());
      return true;
    }
    waiting("the online store", cause);
    return false;
  }

  private void waiting(String what, Throwable cause) {
    if (outage == null) {
      LOG.warn("Feature vectors wait for {}: {}", what, cause.getMessage());
    }
    outage = cause.getMessage();
  }

  /** Stays in the consumer group while nothing can be written. */
  private void rest(Duration pause) {
    replacement.tick();
    consumer.pause(consumer.assignment());
    giveBack(consumer.poll(pause));
    consumer.resume(consumer.assignment());
  }

  /** Partitions assigned while resting are not paused yet: their records are read again later. */
  private void giveBack(ConsumerRecords<byte[], byte[]> early) {
    for (TopicPartition partition : early.partitions()) {
      consumer.seek(partition, early.records(partition).get(0).offset());
    }
    consumer.pause(early.partitions());
  }
}

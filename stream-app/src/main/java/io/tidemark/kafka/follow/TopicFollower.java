package io.tidemark.kafka.follow;

import io.tidemark.monitoring.metrics.FollowMetrics;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topics of ours with one consumer, so that every instance knows what they say.
 *
 * <p>The same holds for all of them. The order of a partition is kept. A tombstone is handed over
 * as such. What cannot be decoded, is of another type, or is refused is skipped and counted. While
 * the schema registry is away, a partition waits at the record whose schema is missing and the
 * others go on. A failure ends the follower where the topic is needed; otherwise the topic is given
 * up until the next start, and the others go on.
 *
 * <p>Partitions that are added to a topic are read from their beginning within minutes. A topic
 * that is deleted and created again is read on from the offset that was reached, or from its
 * beginning where it has become shorter, and what it said before stays: start the instances again
 * after it.
 *
 * <p>One thread runs {@link #run}; {@link #awaitCaughtUp} and {@link #close} may be called from
 * any.
 */
public final class TopicFollower implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK_FOR_PARTITIONS = Duration.ofMinutes(1);

  private final Consumer<byte[], byte[]> consumer;
  private final FollowedPartitions partitions;
  private final Map<String, FollowedRecords<?>> byTopic = new LinkedHashMap<>();
  private final Clock wall;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private long lookedMs;
  private volatile boolean running = true;

  /**
   * A follower that has read nothing.
   *
   * @param consumer in no group, and goes to the beginning from an offset that is not there; closed
   *     at the end
   * @param registry where values find their schemas
   */
  public TopicFollower(
      Consumer<byte[], byte[]> consumer,
      SchemaRegistry registry,
      List<FollowedTopic<?>> topics,
      FollowMetrics metrics,
      Clock wall) {
    this.consumer = consumer;
    this.partitions = new FollowedPartitions(consumer, wall);
    this.wall = wall;
    topics.forEach(
        each -> byTopic.put(each.name(), new FollowedRecords<>(each, registry, metrics)));
  }

  /**
   * Waits until the topics the start has to wait for are read to the ends they had.
   *
   * @throws RuntimeException why the follower ended before
   */
  public void awaitCaughtUp() {
    try {
      caughtUp.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void run() {
    try (consumer) {
      catchUp();
      caughtUp.complete(null);
      followOthers();
      while (running && !byTopic.isEmpty()) {
        poll();
        lookForPartitions();
      }
    } catch (WakeupException e) {
      LOG.debug("The follower of topics was asked to stop", e);
    } catch (RuntimeException | Error e) {
      caughtUp.completeExceptionally(e);
      throw e;
    } finally {
      caughtUp.completeExceptionally(
          new IllegalStateException("Stopped before topics were read to their end."));
    }
  }

  /** Reads the topics the start waits for, and no other, up to their ends. */
  void catchUp() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    topics(FollowedTopic::awaited).forEach(topic -> ends.putAll(begin(topic)));
    while (partitions.isBehind(ends)) {
      poll();
    }
    LOG.info("Read topics to their ends: {}", ends);
  }

  /** Begins to read the topics that the start does not wait for. */
  void followOthers() {
    topics(topic -> !topic.awaited()).forEach(this::begin);
  }

  private List<FollowedTopic<?>> topics(Predicate<FollowedTopic<?>> which) {
    return byTopic.values().stream()
        .<FollowedTopic<?>>map(FollowedRecords::topic)
        .filter(which)
        .toList();
  }

  /** Begins to read a topic; where it ends now. */
  private Map<TopicPartition, Long> begin(FollowedTopic<?> topic) {
    try {
      Collection<TopicPartition> added = partitions.add(topic);
      return topic.awaited() ? consumer.endOffsets(added) : Map.of();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      giveUp(Set.of(topic.name()), e);
      return Map.of();
    }
  }

  /** Reads what there is, of every topic. */
  void poll() {
    partitions.resume();
    ConsumerRecords<byte[], byte[]> batch = polled();
    for (TopicPartition partition : batch.partitions()) {
      take(partition, batch.records(partition));
    }
  }

  private ConsumerRecords<byte[], byte[]> polled() {
    try {
      return consumer.poll(POLL);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (TopicAuthorizationException e) {
      giveUp(e.unauthorizedTopics(), e);
    } catch (KafkaException e) {
      // it names no topic; if it is about a needed one, it comes again
      giveUp(optional(), e);
    }
    return ConsumerRecords.empty();
  }

  private Set<String> optional() {
    return topics(topic -> !topic.needed()).stream()
        .map(FollowedTopic::name)
        .collect(Collectors.toSet());
  }

  private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    FollowedRecords<?> topic = byTopic.get(partition.topic());
    if (topic == null) {
      return;
    }
    try {
      take(topic, partition, records);
    } catch (RuntimeException e) {
      giveUp(Set.of(partition.topic()), e);
    }
  }

  private void take(
      FollowedRecords<?> topic,
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        topic.take(record);
      } catch (RegistryException e) {
        hold(partition, record.offset(), e);
        topic.reached(partition.partition(), record.offset());
        return;
      }
    }
    partitions.goesOn(partition);
    topic.reached(partition.partition(), records.get(records.size() - 1).offset() + 1);
  }

  private void hold(TopicPartition partition, long offset, RegistryException cause) {
    if (partitions.hold(partition, offset)) {
      LOG.warn(
          "{} waits at offset {} for the schema registry: {}",
          partition,
          offset,
          cause.getMessage());
    }
  }

  /** Gives up topics that can be done without; with any other the follower ends. */
  private void giveUp(Collection<String> topics, RuntimeException cause) {
    Set<String> given = new HashSet<>(topics);
    given.retainAll(optional());
    if (given.isEmpty() || given.size() < topics.size()) {
      throw cause;
    }
    LOG.error("Topics {} are followed no more until the next start", given, cause);
    byTopic.keySet().removeAll(given);
    partitions.remove(given);
  }

  private void lookForPartitions() {
    if (wall.millis() - lookedMs < LOOK_FOR_PARTITIONS.toMillis()) {
      return;
    }
    lookedMs = wall.millis();
    byTopic.keySet().forEach(this::lookForPartitions);
  }

  private void lookForPartitions(String topic) {
    try {
      partitions.addNew(topic, POLL);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debug("Did not hear whether {} has more partitions", topic, e);
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }
}

package io.tidemark.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** A topic up to where it ended when this was made, as often as is wanted. For one thread. */
public final class BoundedReading {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Duration patience;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> ends;

  /**
   * Takes note of where the records end that a consumer may read.
   *
   * @param patience how long one reading may take
   * @throws IllegalStateException when the topic is not there
   */
  public BoundedReading(Consumer<byte[], byte[]> consumer, String topic, Duration patience) {
    this(consumer, consumer, topic, patience);
  }

  /**
   * Takes note of where the records end that another consumer may read.
   *
   * @param ends asked where; if it reads what is not committed yet, transactions that are open now
   *     are waited for
   */
  public BoundedReading(
      Consumer<byte[], byte[]> consumer,
      Consumer<byte[], byte[]> ends,
      String topic,
      Duration patience) {
    this.consumer = consumer;
    this.topic = topic;
    this.patience = patience;
    this.partitions =
        answered(() -> consumer.partitionsFor(topic, ANSWER)).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException(
          "Topic %s is not there: the service creates it at its start. Correct topics.prefix or kafka.bootstrap.servers"
              .formatted(topic));
    }
    this.ends = answered(() -> ends.endOffsets(partitions, ANSWER));
  }

  private <T> T answered(Supplier<T> question) {
    try {
      return question.get();
    } catch (TimeoutException e) {
      throw new KafkaUnavailableException(
          "Kafka takes the connection and says nothing of topic %s for %d s. See that its brokers run and are not overloaded"
              .formatted(topic, ANSWER.toSeconds()),
          e);
    }
  }

  /** Who reads. */
  public Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  /** What is read. */
  public String topic() {
    return topic;
  }

  public List<TopicPartition> partitions() {
    return partitions;
  }

  /** How many offsets there are to read, gaps included. */
  public long offsets() {
    Map<TopicPartition, Long> begins =
        answered(() -> consumer.beginningOffsets(partitions, ANSWER));
    return partitions.stream().mapToLong(p -> Math.max(0, ends.get(p) - begins.get(p))).sum();
  }

  /** How many of them are not read yet. */
  public long offsetsLeft() {
    return consumer.assignment().stream()
        .mapToLong(p -> Math.max(0, ends.get(p) - consumer.position(p)))
        .sum();
  }

  /**
   * Reads it.
   *
   * @param from where to begin in a partition; at its beginning where it is not named
   * @param visitor says whether to go on
   * @return whether it was read to its end, or for as long as the visitor wanted
   * @throws KafkaUnavailableException when nothing comes for half a minute
   */
  public boolean read(
      Map<TopicPartition, Long> from, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    Set<TopicPartition> left = begin(from);
    long startedNanos = System.nanoTime();
    long idleSinceNanos = startedNanos;
    while (!left.isEmpty()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (!visit(records, visitor)) {
        return true;
      }
      boolean moved = left.removeIf(p -> consumer.position(p) >= ends.get(p));
      consumer.pause(consumer.assignment().stream().filter(p -> !left.contains(p)).toList());
      long nowNanos = System.nanoTime();
      idleSinceNanos = moved || !records.isEmpty() ? nowNanos : idleSinceNanos;
      if (nowNanos - startedNanos > patience.toNanos()) {
        return left.isEmpty();
      }
      requireLife(nowNanos - idleSinceNanos);
    }
    return true;
  }

  private boolean visit(
      ConsumerRecords<byte[], byte[]> records, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(topic, record.partition());
      if (record.offset() < ends.get(partition) && !visitor.test(record)) {
        return false;
      }
    }
    return true;
  }

  private void requireLife(long idleNanos) {
    if (idleNanos > IDLE.toNanos()) {
      throw new KafkaUnavailableException(
          "Kafka has sent nothing of topic %s for %d s, and there is more. See that its brokers run and let this user read it"
              .formatted(topic, IDLE.toSeconds()),
          null);
    }
  }

  private Set<TopicPartition> begin(Map<TopicPartition, Long> from) {
    Set<TopicPartition> left = new HashSet<>(partitions);
    left.removeIf(partition -> from.getOrDefault(partition, 0L) >= ends.get(partition));
    consumer.assign(left);
    consumer.resume(left);
    consumer.seekToBeginning(left.stream().filter(p -> !from.containsKey(p)).toList());
    left.stream().filter(from::containsKey).forEach(p -> consumer.seek(p, from.get(p)));
    return left;
  }
}

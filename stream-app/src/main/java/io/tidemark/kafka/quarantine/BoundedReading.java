package io.tidemark.kafka.quarantine;

import io.tidemark.kafka.KafkaUnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic up to where its committed records ended when this was made, as often as is wanted. For
 * one thread.
 */
final class BoundedReading {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Duration patience;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> ends;

  /**
   * Takes note of where a topic ends.
   *
   * @param patience how long one reading may take
   * @throws IllegalStateException when it is not there
   */
  BoundedReading(Consumer<byte[], byte[]> consumer, String topic, Duration patience) {
    this.consumer = consumer;
    this.topic = topic;
    this.patience = patience;
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException(
          "Topic %s is not there: the service creates it at its start. Correct topics.prefix or kafka.bootstrap.servers"
              .formatted(topic));
    }
    this.ends = consumer.endOffsets(partitions);
  }

  Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  String topic() {
    return topic;
  }

  List<TopicPartition> partitions() {
    return partitions;
  }

  /**
   * Reads it.
   *
   * @param from where to begin in a partition; at its beginning where it is not named
   * @param visitor says whether to go on
   * @return whether it was read to its end, or for as long as the visitor wanted
   * @throws KafkaUnavailableException when nothing comes for half a minute
   */
  boolean read(Map<TopicPartition, Long> from, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
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

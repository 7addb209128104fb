package io.tidemark.kafka.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A consumer of topics that a test writes. They keep what was written; some may be closed. */
final class LoggedConsumer extends MockConsumer<byte[], byte[]> {
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private final Set<String> unreadable = new HashSet<>();
  private Runnable afterSearch = () -> {};

  LoggedConsumer() {
    super(AutoOffsetResetStrategy.EARLIEST.name());
  }

  /** Creates a topic, or adds partitions to it. */
  synchronized void create(String topic, int partitions) {
    Node[] none = {};
    List<PartitionInfo> infos = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      infos.add(new PartitionInfo(topic, i, null, none, none));
      TopicPartition partition = new TopicPartition(topic, i);
      if (log.putIfAbsent(partition, new ArrayList<>()) == null) {
        updateBeginningOffsets(Map.of(partition, 0L));
        updateEndOffsets(Map.of(partition, 0L));
      }
    }
    updatePartitions(topic, infos);
  }

  /** Lets nobody know of a topic any more. */
  synchronized void hide(String topic) {
    unknown.add(topic);
  }

  /** Lets nobody read a topic any more; that it is there is still told. */
  synchronized void lock(String topic) {
    unreadable.add(topic);
  }

  /** Does something once, right after the next search of offsets by time. */
  synchronized void afterSearch(Runnable action) {
    afterSearch = action;
  }

  void write(String topic, String key, byte[] value) {
    write(new TopicPartition(topic, 0), key, value, 0);
  }

  void write(String topic, String key, byte[] value, Headers headers) {
    write(new TopicPartition(topic, 0), key, value, 0, headers);
  }

  void write(TopicPartition partition, String key, byte[] value, long timeMs) {
    write(partition, key, value, timeMs, new RecordHeaders());
  }

  private synchronized void write(
      TopicPartition partition, String key, byte[] value, long timeMs, Headers headers) {
    List<ConsumerRecord<byte[], byte[]>> records = log.get(partition);
    records.add(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            records.size(),
            timeMs,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            key == null ? null : key.getBytes(UTF_8),
            value,
            headers,
            Optional.empty()));
    updateEndOffsets(Map.of(partition, (long) records.size()));
  }

  @Override
  public synchronized List<PartitionInfo> partitionsFor(String topic) {
    if (unknown.contains(topic)) {
      throw new TopicAuthorizationException(Set.of(topic));
    }
    return super.partitionsFor(topic);
  }

  @Override
  public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> times) {
    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
    times.forEach(
        (partition, timeMs) ->
            found.put(
                partition,
                log.get(partition).stream()
                    .filter(record -> record.timestamp() >= timeMs)
                    .findFirst()
                    .map(record -> new OffsetAndTimestamp(record.offset(), record.timestamp()))
                    .orElse(null)));
    Runnable action = afterSearch;
    afterSearch = () -> {};
    action.run();
    return found;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    for (TopicPartition partition : assignment()) {
      if (unreadable.contains(partition.topic())) {
        throw new TopicAuthorizationException(Set.of(partition.topic()));
      }
      if (!paused().contains(partition)) {
        long position = position(partition);
        log.get(partition).stream().filter(r -> r.offset() >= position).forEach(this::addRecord);
      }
    }
    return super.poll(timeout);
  }
}

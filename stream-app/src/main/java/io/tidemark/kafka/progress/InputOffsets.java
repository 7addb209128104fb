package io.tidemark.kafka.progress;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker says of partitions: where they end, and how far the application has read them and
 * passed on what it read, which it commits at once. Not thread-safe.
 *
 * <p>Ends include what open transactions have written, because it came then. What is committed may
 * stay short of an end for ever where only markers of transactions follow: {@link #read} looks
 * whether anything is left there.
 */
final class InputOffsets implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> offsets;
  private final Consumer<byte[], byte[]> records;
  private final Map<TopicPartition, Gap> gaps = new HashMap<>();

  /**
   * Between what is committed and an end.
   *
   * @param from what is committed
   * @param emptyTo up to where it holds no record
   * @param rounds how often it was met
   */
  private record Gap(long from, long emptyTo, int rounds) {}

  /** Rounds in which nothing is committed, after which a gap is looked into. */
  private static final int STALLED = 12;

  /**
   * Asks the broker through these consumers, and closes them at the end.
   *
   * @param offsets of the application's group, reads what is not committed too
   * @param records in no group, reads what is committed, from the beginning where an offset is gone
   */
  InputOffsets(Consumer<byte[], byte[]> offsets, Consumer<byte[], byte[]> records) {
    this.offsets = offsets;
    this.records = records;
  }

  /** The partitions of topics; empty while one of them does not exist. */
  Set<TopicPartition> partitions(Collection<String> topics) {
    Set<TopicPartition> all = new HashSet<>();
    for (String topic : topics) {
      List<PartitionInfo> known = offsets.partitionsFor(topic);
      if (known == null || known.isEmpty()) {
        return Set.of();
      }
      known.forEach(partition -> all.add(new TopicPartition(topic, partition.partition())));
    }
    return all;
  }

  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets.endOffsets(partitions);
  }

  /**
   * The offset up to which the application has read each partition, exclusive.
   *
   * @param ends where they ended before
   */
  Map<TopicPartition, Long> read(Set<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> committed = offsets.committed(partitions);
    Map<TopicPartition, Long> read = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata known = committed.get(partition);
      long from = known == null ? 0 : known.offset();
      read.put(partition, readTo(partition, from, ends.getOrDefault(partition, 0L)));
    }
    return read;
  }

  private long readTo(TopicPartition partition, long from, long end) {
    if (from >= end) {
      gaps.remove(partition);
      return from;
    }
    Gap before = gaps.getOrDefault(partition, new Gap(from, from, 0));
    Gap gap = before.from() == from ? before : new Gap(from, from, 0);
    boolean looks = gap.emptyTo() < end && gap.rounds() >= STALLED;
    long emptyTo = looks ? emptyTo(partition, gap.emptyTo(), end) : gap.emptyTo();
    gaps.put(partition, new Gap(from, emptyTo, looks ? 0 : gap.rounds() + 1));
    return emptyTo;
  }

  /** The offset before {@code end} up to which there is no record from {@code from} on. */
  private long emptyTo(TopicPartition partition, long from, long end) {
    records.assign(List.of(partition));
    records.seek(partition, from);
    boolean empty = records.poll(LOOK).isEmpty();
    return empty ? Math.min(end, Math.max(from, records.position(partition, LOOK))) : from;
  }

  /** Lets a call that waits for the broker end; from any thread. */
  void wakeUp() {
    offsets.wakeup();
    records.wakeup();
  }

  @Override
  public void close() {
    try (records) {
      offsets.close();
    }
  }
}

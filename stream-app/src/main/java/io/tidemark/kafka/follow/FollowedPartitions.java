package io.tidemark.kafka.follow;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Which partitions a follower reads, from where, and which of them wait. For one thread. */
final class FollowedPartitions {
  /** How long a partition waits before it tries again. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Clock wall;
  private final Map<TopicPartition, Long> heldUntilMs = new HashMap<>();

  FollowedPartitions(Consumer<byte[], byte[]> consumer, Clock wall) {
    this.consumer = consumer;
    this.wall = wall;
  }

  /**
   * Begins to read a topic.
   *
   * @return its partitions, at least one
   */
  Collection<TopicPartition> add(FollowedTopic<?> topic) {
    List<TopicPartition> added = notRead(topic.name(), consumer.partitionsFor(topic.name()));
    if (added.isEmpty()) {
      throw new IllegalStateException(
          "Cannot follow topic "
              + topic.name()
              + ": it is not there. Create it, or set topics.create=own.");
    }
    assignWith(added);
    seek(topic, added);
    return added;
  }

  /** Where it was, but for what is read again; where nothing is kept, as far back as is wanted. */
  private void seek(FollowedTopic<?> topic, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> kept = new HashMap<>();
    for (TopicPartition partition : partitions) {
      topic.by().goesOnAt(partition.partition()).ifPresent(offset -> kept.put(partition, offset));
    }
    since(kept.keySet(), topic.again())
        .forEach(
            (partition, offset) -> consumer.seek(partition, Math.min(offset, kept.get(partition))));
    List<TopicPartition> others = new ArrayList<>(partitions);
    others.removeAll(kept.keySet());
    if (topic.past().isPresent()) {
      since(others, topic.past().get()).forEach(consumer::seek);
    } else {
      consumer.seekToBeginning(others);
    }
  }

  /** Begins to read, from their beginning, the partitions that a topic has got since. */
  void addNew(String topic, Duration patience) {
    List<TopicPartition> added = notRead(topic, consumer.partitionsFor(topic, patience));
    if (!added.isEmpty()) {
      assignWith(added);
      consumer.seekToBeginning(added);
    }
  }

  private List<TopicPartition> notRead(String topic, List<PartitionInfo> there) {
    Set<TopicPartition> read = consumer.assignment();
    return there.stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .filter(partition -> !read.contains(partition))
        .toList();
  }

  private void assignWith(List<TopicPartition> added) {
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    all.addAll(added);
    consumer.assign(all);
  }

  /**
   * The first records that are not older, or where the end was before that was asked: a consumer
   * looks for an end it is sent to only when it polls, behind what came meanwhile.
   */
  private Map<TopicPartition, Long> since(Collection<TopicPartition> partitions, Duration past) {
    long fromMs = wall.millis() - past.toMillis();
    Map<TopicPartition, Long> from = new HashMap<>(consumer.endOffsets(partitions));
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, fromMs));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                from.put(partition, found.offset());
              }
            });
    return from;
  }

  /** Reads some topics no more. */
  void remove(Set<String> topics) {
    List<TopicPartition> left = new ArrayList<>(consumer.assignment());
    left.removeIf(partition -> topics.contains(partition.topic()));
    heldUntilMs.keySet().removeIf(partition -> topics.contains(partition.topic()));
    consumer.assign(left);
  }

  /** Whether some partition is not read up to an offset. */
  boolean isBehind(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .filter(end -> consumer.assignment().contains(end.getKey()))
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  /**
   * Goes back to an offset and waits there.
   *
   * @return whether the partition did not wait already
   */
  boolean hold(TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
    consumer.pause(List.of(partition));
    return heldUntilMs.put(partition, wall.millis() + PAUSE.toMillis()) == null;
  }

  /** Lets partitions try again that have waited long enough. */
  void resume() {
    long nowMs = wall.millis();
    List<TopicPartition> due =
        consumer.paused().stream().filter(held -> heldUntilMs.get(held) <= nowMs).toList();
    if (!due.isEmpty()) {
      consumer.resume(due);
    }
  }

  /** Takes note that a partition goes on. */
  void goesOn(TopicPartition partition) {
    heldUntilMs.remove(partition);
  }
}

package io.tidemark.kafka.quarantine;

import io.tidemark.quarantine.ReplayBusyException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * Who feeds records just now: the committed offset of a group that nobody joins, which is a count,
 * with a name beside it. Each transaction of a replay counts it up. That two never feed the same is
 * the transactional id's doing; this only lets the second one know whom to ask.
 */
final class ReplayClaim {
  /** Longer than a replay lets pass between two transactions, whatever its rate. */
  private static final Duration WATCH = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> offsets;
  private final TopicPartition where;
  private final String group;
  private final String who;
  private long count;

  /**
   * A claim that is not made yet.
   *
   * @param offsets asks what the group has committed
   * @param where what the count is kept under
   */
  ReplayClaim(Consumer<byte[], byte[]> offsets, TopicPartition where, String group, String who) {
    this.offsets = offsets;
    this.where = where;
    this.group = group;
    this.who = who;
  }

  /**
   * Returns when nobody is at it: nobody was, or who was has ended, or has not moved for as long as
   * this looks. No clock is compared with another's.
   *
   * @throws ReplayBusyException when somebody is
   */
  void requireFree() {
    OffsetAndMetadata before = committed();
    count = before == null ? 0 : before.offset();
    if (before == null || before.metadata().isEmpty()) {
      return;
    }
    long startedNanos = System.nanoTime();
    while (System.nanoTime() - startedNanos < WATCH.toNanos()) {
      LockSupport.parkNanos(LOOK.toNanos());
      OffsetAndMetadata now = committed();
      if (now.offset() != before.offset() && !now.metadata().isEmpty()) {
        throw new ReplayBusyException(
            "Records from quarantine are being fed by "
                + now.metadata()
                + ". Wait until that is done, or end it; nothing is fed twice either way.",
            null);
      }
    }
  }

  private OffsetAndMetadata committed() {
    return offsets.committed(Set.of(where)).get(where);
  }

  /** Whose it is. */
  String who() {
    return who;
  }

  /** Counts up, with a transaction. */
  void beat(Producer<byte[], byte[]> producer) {
    commit(producer, who);
  }

  /** Gives it up, with a transaction. */
  void release(Producer<byte[], byte[]> producer) {
    commit(producer, "");
  }

  private void commit(Producer<byte[], byte[]> producer, String name) {
    count++;
    producer.sendOffsetsToTransaction(
        Map.of(where, new OffsetAndMetadata(count, name)), new ConsumerGroupMetadata(group));
  }

  /** What is said where another has begun in spite of this one. */
  ReplayBusyException takenOver(Throwable cause) {
    OffsetAndMetadata now = committed();
    String other = now == null || now.metadata().isEmpty() ? "somebody" : now.metadata();
    return new ReplayBusyException(
        "Another replay has taken over: "
            + other
            + ". What this one had fed stays fed, and is not fed again.",
        cause);
  }
}

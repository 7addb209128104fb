package io.tidemark.kafka.quarantine;

import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.quarantine.Fed;
import io.tidemark.quarantine.Feeder;
import io.tidemark.quarantine.ReplayBusyException;
import io.tidemark.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The one replay that may feed records of a deployment. Whoever begins one ends every other, and
 * only then reads what was fed: whatever another still had under way is done by then, or never is.
 * For one thread.
 */
public final class KafkaReplay implements AutoCloseable {
  /** What one that is killed leaves open holds up readers of its topics for so long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> offsets;
  private final ReplayLedger ledger;
  private final ReplayClaim claim;
  private final Map<String, Fed> fed;
  private final Map<String, Integer> partitions = new HashMap<>();
  private TransactionalFeeder feeder;

  private KafkaReplay(
      Producer<byte[], byte[]> producer,
      Consumer<byte[], byte[]> offsets,
      ReplayLedger ledger,
      ReplayClaim claim,
      Map<String, Fed> fed) {
    this.producer = producer;
    this.offsets = offsets;
    this.ledger = ledger;
    this.claim = claim;
    this.fed = fed;
  }

  /**
   * Begins.
   *
   * @param topics of the deployment; their names tell its replays from those of others
   * @param who is at it, for others that want to be
   * @throws ReplayBusyException when somebody else is
   */
  public static KafkaReplay begin(
      KafkaClients clients, Topics topics, SchemaRegistry registry, String who) {
    String group = topics.requests().replays().name();
    Consumer<byte[], byte[]> offsets = clients.endReader(group);
    Producer<byte[], byte[]> producer = clients.transactional("replay", group, TIMEOUT);
    try {
      ReplayClaim claim =
          new ReplayClaim(offsets, new TopicPartition(topics.quarantine().name(), 0), group, who);
      claim.requireFree();
      producer.initTransactions();
      ReplayLedger ledger = new ReplayLedger(topics.requests().replays(), registry);
      Map<String, Fed> fed = read(clients, ledger);
      return new KafkaReplay(producer, offsets, ledger, claim, fed);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      offsets.close();
      throw e;
    }
  }

  private static Map<String, Fed> read(KafkaClients clients, ReplayLedger ledger) {
    try (Consumer<byte[], byte[]> consumer = clients.bulkReader("replays")) {
      return ledger.read(consumer);
    }
  }

  /** What was fed, by identity, without beginning anything. */
  public static Map<String, Fed> fed(KafkaClients clients, Topics topics, SchemaRegistry registry) {
    return read(clients, new ReplayLedger(topics.requests().replays(), registry));
  }

  /** What was fed before this, by identity. */
  public Map<String, Fed> fed() {
    return fed;
  }

  /** Feeds records. */
  public Feeder feeder(Feeder.Listener listener, Clock wall) {
    feeder = new TransactionalFeeder(producer, ledger, claim, this::partitions, listener, wall);
    return feeder;
  }

  private int partitions(String topic) {
    return partitions.computeIfAbsent(
        topic,
        name -> {
          List<PartitionInfo> there = offsets.partitionsFor(name);
          return there == null ? 0 : there.size();
        });
  }

  /** Lets the next one begin at once. */
  @Override
  public void close() {
    try {
      if (feeder != null) {
        feeder.abandon();
      }
      producer.beginTransaction();
      claim.release(producer);
      producer.commitTransaction();
    } catch (KafkaException | IllegalStateException e) {
      // another has taken over, or Kafka is away: who comes next sees that nothing moves
    } finally {
      producer.close(TIMEOUT);
      offsets.close();
    }
  }
}

package io.tidemark.local;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** A cluster as an operator's tools see it. Thread-safe. */
final class ClusterView implements AutoCloseable {

  private final Admin admin;

  ClusterView(String bootstrapServers) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** A transaction that is going on at this moment, of an application that reads and writes. */
  Optional<TransactionDescription> openTransaction(String applicationId) {
    ListTransactionsOptions open =
        new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    return answer(admin.listTransactions(open).all()).stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> id.startsWith(applicationId))
        .map(id -> answer(admin.describeTransactions(List.of(id)).description(id)))
        .filter(transaction -> transaction.state() == TransactionState.ONGOING)
        .findFirst();
  }

  /** The id of the broker that leads a partition. */
  int leader(String topic, int partition) {
    return partitions(List.of(topic)).get(topic).get(partition).leader().id();
  }

  /** Whether every partition of every topic has all of so many replicas. */
  boolean allInSync(int replicas) {
    return partitions(answer(admin.listTopics().names())).values().stream()
        .flatMap(List::stream)
        .allMatch(partition -> partition.isr().size() == replicas);
  }

  /** How many records a topic has, where there are no transactions and nothing is removed. */
  long records(String topic) {
    Map<TopicPartition, OffsetSpec> ends =
        partitions(List.of(topic)).get(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return answer(admin.listOffsets(ends).all()).values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  private Map<String, List<TopicPartitionInfo>> partitions(Collection<String> topics) {
    return answer(admin.describeTopics(topics).allTopicNames()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, topic -> topic.getValue().partitions()));
  }

  private static <T> T answer(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new StackException("The cluster does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while asking the cluster", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}

package io.tidemark.kafka;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How a cluster is, as far as topics that are read and written go. Immutable.
 *
 * @param brokers how many answer for it
 * @param partitions of each topic that is there and may be seen
 * @param missing topics that are not there
 * @param denied what may not be done, as {@code read orders}
 */
public record ClusterReport(
    int brokers, Map<String, Integer> partitions, Set<String> missing, Set<String> denied) {
  public ClusterReport {
    partitions = Map.copyOf(partitions);
    missing = Set.copyOf(missing);
    denied = Set.copyOf(denied);
  }

  /** Asks the cluster. Changes nothing. */
  static ClusterReport of(
      Admin admin, KafkaAnswers answers, Set<String> read, Set<String> written) {
    int brokers = answers.await(admin.describeCluster().nodes()).size();
    Set<String> topics = new HashSet<>(read);
    topics.addAll(written);
    DescribeTopicsOptions withRights =
        new DescribeTopicsOptions().includeAuthorizedOperations(true);
    Map<String, Integer> partitions = new HashMap<>();
    Set<String> missing = new HashSet<>();
    Set<String> denied = new TreeSet<>();
    admin
        .describeTopics(topics, withRights)
        .topicNameValues()
        .forEach(
            (topic, described) -> {
              Throwable refusal = refusal(described);
              if (refusal instanceof UnknownTopicOrPartitionException) {
                missing.add(topic);
              } else if (refusal instanceof TopicAuthorizationException) {
                denied.add("describe " + topic);
              } else {
                TopicDescription found = answers.await(described);
                partitions.put(topic, found.partitions().size());
                denied.addAll(denied(found, READ, read));
                denied.addAll(denied(found, WRITE, written));
              }
            });
    return new ClusterReport(brokers, partitions, missing, denied);
  }

  private static Throwable refusal(KafkaFuture<?> answer) {
    try {
      answer.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  /** A cluster that tells nobody what he may is believed to allow it. */
  private static Set<String> denied(
      TopicDescription found, AclOperation operation, Set<String> topics) {
    Set<AclOperation> allowed = found.authorizedOperations();
    boolean may = !topics.contains(found.name()) || allowed == null || allowed.contains(operation);
    return may ? Set.of() : Set.of(operation.name().toLowerCase(Locale.ROOT) + " " + found.name());
  }
}

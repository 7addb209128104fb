package io.tidemark.kafka;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** Asks the cluster. Changes nothing. */
  static ClusterReport of(
      Admin admin, KafkaAnswers answers, Set<String> read, Set<String> written) {
    int brokers = answers.await(admin.describeCluster().nodes()).size();
    ClusterReport report =
        new ClusterReport(brokers, new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
    Set<String> topics = new TreeSet<>(read);
    topics.addAll(written);
    DescribeTopicsOptions withRights =
        new DescribeTopicsOptions().includeAuthorizedOperations(true);
    admin
        .describeTopics(topics, withRights)
        .topicNameValues()
        .forEach((topic, described) -> report.add(topic, described, answers, read, written));
    return report;
  }

  private void add(
      String topic,
      KafkaFuture<TopicDescription> described,
      KafkaAnswers answers,
      Set<String> read,
      Set<String> written) {
    Throwable refusal = refusal(described);
    if (refusal instanceof UnknownTopicOrPartitionException) {
      missing.add(topic);
    } else if (refusal instanceof TopicAuthorizationException) {
      denied.add("describe " + topic);
    } else {
      TopicDescription found = answers.await(described);
      partitions.put(topic, found.partitions().size());
      require(AclOperation.READ, "read ", found, read);
      require(AclOperation.WRITE, "write ", found, written);
    }
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

  private void require(
      AclOperation operation, String word, TopicDescription found, Set<String> topics) {
    // a cluster that tells nobody what he may says nothing
    if (topics.contains(found.name())
        && found.authorizedOperations() != null
        && !found.authorizedOperations().contains(operation)) {
      denied.add(word + found.name());
    }
  }
}

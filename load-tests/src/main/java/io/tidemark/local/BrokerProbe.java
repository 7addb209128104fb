package io.tidemark.local;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;

/** Asks a broker who is there. */
final class BrokerProbe {

  private static final int LIMIT_MS = 2_000;
  private static final int ANSWER_LIMIT_SECONDS = 3;

  private BrokerProbe() {}

  /** The ids of the brokers that the one on this port knows of; empty when it does not answer. */
  static Set<Integer> seenFrom(int port) {
    if (!Loopback.accepts(port)) {
      return Set.of();
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Loopback.HOST + ":" + port,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LIMIT_MS,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LIMIT_MS);
    try (Admin admin = Admin.create(settings)) {
      return admin.describeCluster().nodes().get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS).stream()
          .map(Node::id)
          .collect(Collectors.toSet());
    } catch (ExecutionException | TimeoutException e) {
      return Set.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for Kafka", e);
    }
  }
}

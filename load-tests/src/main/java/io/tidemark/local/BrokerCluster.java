package io.tidemark.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers of one version of Kafka, each a controller as well, in a JVM of its own: one may be
 * killed at a time, and started again. About 700 MB of memory, 10 s to start. Not thread-safe.
 */
final class BrokerCluster implements AutoCloseable {

  static final int NODES = 3;

  private final List<ClusterNode> nodes;

  BrokerCluster(WorkFolder work, BrokerJars jars) {
    this.nodes =
        IntStream.rangeClosed(1, NODES).mapToObj(id -> new ClusterNode(work, jars, id)).toList();
  }

  /** Starts all of them on new folders and returns when each answers. */
  void start() {
    String clusterId = Uuid.randomUuid().toString();
    String voters = joined(BrokerSettings::voter);
    onEach(node -> node.format(clusterId, voters));
    onEach(ClusterNode::start);
  }

  /** The addresses of all, comma-separated. */
  String bootstrapServers() {
    return joined(BrokerSettings::address);
  }

  /** The broker with this id, 1 to {@link #NODES}. */
  ClusterNode node(int id) {
    return nodes.get(id - 1);
  }

  /** Kills them: brokers that end in order wait for each other. */
  @Override
  public void close() {
    nodes.stream().filter(ServerProcess::isAlive).forEach(ServerProcess::kill);
  }

  private String joined(Function<BrokerSettings, String> part) {
    return nodes.stream().map(ClusterNode::settings).map(part).collect(Collectors.joining(","));
  }

  /** At once: a broker alone answers nothing until most of the controllers are there. */
  private void onEach(Consumer<ClusterNode> task) {
    List<CompletableFuture<Void>> tasks =
        nodes.stream()
            .map(node -> CompletableFuture.runAsync(() -> task.accept(node), BrokerCluster::run))
            .toList();
    try {
      CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackException cause ? cause : e;
    }
  }

  private static void run(Runnable task) {
    new Thread(task, "cluster-node").start();
  }
}

package io.tidemark.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One of the brokers of a {@link BrokerCluster}, restartable on the same ports and data. Not
 * thread-safe.
 */
final class ClusterNode extends ServerProcess {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int HEAP_MB = 384;

  /** Three replicas of everything, of which two are enough; else as Kafka ships. */
  private static final Map<String, String> REPLICATED =
      Map.of(
          "default.replication.factor", "3",
          "min.insync.replicas", "2",
          "offsets.topic.num.partitions", "6",
          "transaction.state.log.num.partitions", "6",
          "log.cleaner.dedupe.buffer.size", "2097152",
          "auto.create.topics.enable", "false");

  private final WorkFolder work;
  private final BrokerJars jars;
  private final BrokerSettings settings;
  private final String name;

  ClusterNode(WorkFolder work, BrokerJars jars, int nodeId) {
    this.work = work;
    this.jars = jars;
    this.name = "kafka-" + nodeId;
    this.settings =
        new BrokerSettings(nodeId, Loopback.freePort(), Loopback.freePort(), work.folder(name));
  }

  BrokerSettings settings() {
    return settings;
  }

  /**
   * Writes the settings and makes the folders of a new cluster's broker; once, before the start.
   */
  void format(String clusterId, String voters) {
    Path file = settings.write(voters, REPLICATED);
    List<String> command =
        java()
            .mainClass(
                jars.classPath(), "kafka.tools.StorageTool", "format", "-t", clusterId, "-c", file);
    try (ChildProcess format = ChildProcess.start(name, command, work.log(name))) {
      int exit = format.awaitExit(LIMIT);
      if (exit != 0) {
        throw new StackException("Formatting ended with exit code " + exit + format.tail());
      }
    }
  }

  /** Starts the broker and returns when it is one of the cluster's; after a kill, again. */
  void start() {
    Path file = settings.folder().resolve("server.properties");
    List<String> command = java().mainClass(jars.classPath(), "kafka.Kafka", file);
    await(ChildProcess.start(name, command, work.log(name)), this::belongs, LIMIT);
  }

  private boolean belongs() {
    return BrokerProbe.seenFrom(settings.port()).contains(settings.nodeId());
  }

  private JavaCommand java() {
    return JavaCommand.withHeapMb(HEAP_MB)
        .quickStart()
        .property("java.io.tmpdir", work.folder("tmp"))
        .property("log4j.configuration", jars.logging());
  }
}

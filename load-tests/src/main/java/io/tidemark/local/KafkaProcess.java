package io.tidemark.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * A one-node Kafka (KRaft: broker and controller in one JVM), restartable on the same ports and
 * data. About 200 MB of memory, 2 to 3 s to start. Not thread-safe.
 */
public final class KafkaProcess extends ServerProcess {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int HEAP_MB = 384;

  /** What a cluster of one node needs, and what keeps tests quick. */
  static final Map<String, String> SINGLE_NODE =
      Map.ofEntries(
          Map.entry("default.replication.factor", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "4"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "3000"),
          // a dead producer's open transaction holds back every read_committed reader until swept
          Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
          // without it a restart waits for the old registration to expire: 10 s instead of 0.2 s
          Map.entry("controlled.shutdown.enable", "true"),
          Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
          // a topic nobody declared is a mistake to be seen
          Map.entry("auto.create.topics.enable", "false"));

  private final WorkFolder work;
  private final BrokerSettings settings;
  private final String clusterId;

  KafkaProcess(WorkFolder work, int port) {
    this.work = work;
    this.settings = new BrokerSettings(1, port, Loopback.freePort(), work.folder("kafka"));
    this.clusterId = Uuid.randomUuid().toString();
  }

  /** Starts the broker and returns when it answers; after {@link #stop} or {@link #kill}, again. */
  public void start() {
    Path properties = settings.write(settings.voter(), SINGLE_NODE);
    List<String> command =
        JavaCommand.withHeapMb(HEAP_MB)
            .quickStart()
            .property("java.io.tmpdir", work.folder("tmp"))
            .property("logback.configurationFile", "io/tidemark/local/broker-logback.xml")
            .mainClass(BrokerMain.class, properties, clusterId);
    await(ChildProcess.start("Kafka", command, work.log("kafka")), this::answers, START_LIMIT);
  }

  /** {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return settings.address();
  }

  private boolean answers() {
    return !BrokerProbe.seenFrom(settings.port()).isEmpty();
  }
}

package io.tidemark.kafka.run;

import io.tidemark.kafka.RecordTimestamps;
import io.tidemark.kafka.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running topology: starts it, says how it is, and stops it in order.
 *
 * <p>An unexpected error stops this instance and is kept, so that the process can end with its
 * cause and a non-zero exit code; the other instances take over its partitions.
 */
public final class StreamsProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsProcess.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private final KafkaStreams streams;
  private final GatedClients clients;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Consumer<Optional<Throwable>> ended;

  /**
   * A topology that does not run yet.
   *
   * @param clients with which it reaches Kafka, and what it reports to
   * @param ended is told when it has stopped, and why when it did by itself
   */
  public StreamsProcess(
      Topology topology,
      Map<String, Object> config,
      GatedClients clients,
      Consumer<Optional<Throwable>> ended) {
    this.clients = clients;
    this.ended = ended;
    Properties properties = new Properties();
    properties.putAll(config);
    streams = streams(topology, properties, clients);
    streams.setGlobalStateRestoreListener(new Restoring(clients.metrics()));
    streams.setUncaughtExceptionHandler(this::fail);
    streams.setStateListener(this::changed);
  }

  private static KafkaStreams streams(
      Topology topology, Properties properties, GatedClients clients) {
    try {
      return new KafkaStreams(topology, properties, clients);
    } catch (StreamsException e) {
      // there is no type for it
      if (String.valueOf(e.getMessage()).contains("multiple instances")) {
        throw new StateFolderTakenException(e);
      }
      throw e;
    }
  }

  /**
   * The configuration of the topology: the defaults that Tidemark's guarantees rest on, over which
   * a user's own settings for the clients win except where they would break a guarantee.
   */
  public static Map<String, Object> config(Map<String, Object> clients, Map<String, Object> own) {
    Map<String, Object> config = new HashMap<>();
    // answers arrive when the broker commits, so waiting to fill a batch only adds latency
    config.put(StreamsConfig.producerPrefix("linger.ms"), 5);
    config.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
    config.put(StreamsConfig.producerPrefix("batch.size"), 131_072);
    // a commit waits for poll to return on a quiet stream
    config.put(StreamsConfig.POLL_MS_CONFIG, 10);
    config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 10_000);
    config.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 3_000);
    config.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 10_000);
    config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // what we write holds a record that was read and something about it: it may be larger
    config.put(StreamsConfig.producerPrefix("max.request.size"), Topics.MAX_MESSAGE_BYTES);
    config.put(StreamsConfig.topicPrefix("max.message.bytes"), Topics.MAX_MESSAGE_BYTES);
    config.putAll(clients);
    // there is no global thread; without a word on it, every start warns four times
    config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
    config.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTimestamps.class.getName());
    // processors bound their heap themselves; no store of ours caches
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    config.putAll(own);
    return config;
  }

  public void start() {
    streams.start();
  }

  /** What is to be read of it from time to time. */
  public RunFigures figures(Clock wall) {
    return new RunFigures(streams, clients.fetched(), clients.metrics(), wall);
  }

  /** The topology, to be asked for its state. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Whether every task assigned to this instance processes; a reason when not. */
  public Optional<String> notReady() {
    KafkaStreams.State state = streams.state();
    if (state != KafkaStreams.State.RUNNING) {
      return Optional.of("the topology is " + state);
    }
    long tasks = streams.metadataForLocalThreads().stream().mapToLong(StreamsProcess::tasks).sum();
    return tasks == 0 ? Optional.of("no task is assigned to this instance") : Optional.empty();
  }

  @Override
  public void close() {
    boolean stopped =
        streams.close(
            CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!stopped) {
      LOG.warn(
          "The topology did not stop within {}; what it had not committed is redone",
          CLOSE_TIMEOUT);
    }
  }

  private static long tasks(ThreadMetadata thread) {
    return thread.activeTasks().size() + thread.standbyTasks().size();
  }

  private StreamThreadExceptionResponse fail(Throwable error) {
    failure.compareAndSet(null, error);
    LOG.error("The topology failed", error);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void changed(KafkaStreams.State now, KafkaStreams.State before) {
    LOG.info("Topology: {} -> {}", before, now);
    if (now == KafkaStreams.State.REBALANCING) {
      clients.metrics().rebalanced();
    }
    if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
      ended.accept(Optional.ofNullable(failure.get()));
    }
  }
}

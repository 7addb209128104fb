package io.tidemark.kafka.progress;

import io.tidemark.kafka.KafkaClients;
import io.tidemark.progress.Marks;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how far the inputs of joins and of drift are read, without a word between the instances.
 *
 * <p>Several times a second it notes where the input topics end. Once the application has committed
 * that far, whoever read it has also passed it on, in the same transaction: then it notes where the
 * topics by request id end. A task that has processed those up to there has seen everything that
 * had come to the inputs at the first of these instants. All of it is in the broker's offsets, so a
 * service that was paused, killed or moved learns the same as one that was not.
 *
 * <p>While the broker does not answer, nothing is known to be read any further. One thread runs
 * {@link #run}; the rest is thread-safe.
 */
public final class InputWatch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InputWatch.class);
  private static final Duration PACE = Duration.ofMillis(250);
  private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(5);

  private final InputOffsets offsets;
  private final PolledPositions positions;
  private final LongSupplier endOfInputMs;
  private final Clock wall;
  private final Marks<TopicPartition> inputs = new Marks<>();
  private final Map<WatchedTopics, Marks<TopicPartition>> passedOn = new LinkedHashMap<>();
  private final Map<WatchedTopics, Long> inputsThroughMs = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Set<TopicPartition> partitions = Set.of();
  private Map<TopicPartition, Long> ends = Map.of();
  private long lookedMs;

  /**
   * A watch that has seen nothing.
   *
   * @param joins what is watched
   * @param offsets where the broker is asked; closed at the end
   * @param positions what this process has read of the topics by request id
   * @param endOfInputMs see {@link InputProgress#endOfInputMs}
   */
  InputWatch(
      List<WatchedTopics> joins,
      InputOffsets offsets,
      PolledPositions positions,
      LongSupplier endOfInputMs,
      Clock wall) {
    this.offsets = offsets;
    this.positions = positions;
    this.endOfInputMs = endOfInputMs;
    this.wall = wall;
    joins.forEach(join -> passedOn.put(join, new Marks<>()));
  }

  /**
   * A watch that asks the broker.
   *
   * @param applicationId the group whose tasks read the inputs
   * @param endOfInputMs see {@link InputProgress#endOfInputMs}
   */
  public static InputWatch connect(
      List<WatchedTopics> joins,
      KafkaClients clients,
      String applicationId,
      PolledPositions positions,
      LongSupplier endOfInputMs,
      Clock wall) {
    InputOffsets offsets =
        new InputOffsets(clients.endReader(applicationId), clients.reader("gaps"));
    return new InputWatch(joins, offsets, positions, endOfInputMs, wall);
  }

  @Override
  public void run() {
    try (offsets) {
      while (!passedOn.isEmpty() && !stopped.await(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
        lookAndCarryOn();
      }
    } catch (WakeupException e) {
      LOG.debug("The watch of the join's inputs was asked to stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAndCarryOn() {
    try {
      look();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn(
          "Labels and the end of a history wait: Kafka does not say how far their inputs are read: {}",
          e.toString());
    }
  }

  /** Asks once how far everything is. */
  void look() {
    lookForPartitions();
    if (partitions.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> read = offsets.read(inputsOf(passedOn.keySet()), ends);
    long atMs = wall.millis();
    ends = offsets.ends(partitions);
    inputs.add(atMs, ends);
    passedOn.forEach((join, marks) -> passOn(join, marks, read));
    passedOn.keySet().stream()
        .map(join -> readThrough(join, read))
        .mapToLong(through -> through.orElse(Long.MIN_VALUE))
        .min()
        .ifPresent(inputs::forgetBefore);
  }

  private void lookForPartitions() {
    if (!partitions.isEmpty() && wall.millis() - lookedMs < LOOK_FOR_PARTITIONS.toMillis()) {
      return;
    }
    lookedMs = wall.millis();
    partitions =
        offsets.partitions(
            passedOn.keySet().stream()
                .flatMap(join -> join.all().stream())
                .collect(Collectors.toSet()));
  }

  private Set<TopicPartition> inputsOf(Collection<WatchedTopics> joins) {
    Set<TopicPartition> all = new HashSet<>();
    joins.forEach(join -> all.addAll(join.inputsOf(partitions)));
    return all;
  }

  private void passOn(
      WatchedTopics join, Marks<TopicPartition> marks, Map<TopicPartition, Long> read) {
    readThrough(join, read)
        .ifPresent(
            throughMs -> {
              inputsThroughMs.put(join, throughMs);
              marks.add(throughMs, ends);
            });
  }

  private OptionalLong readThrough(WatchedTopics join, Map<TopicPartition, Long> read) {
    return inputs.readThrough(join.inputsOf(partitions), read::get);
  }

  /** How far what was given is read; of other topics nothing is ever known. */
  public InputProgress of(WatchedTopics topics) {
    return new OneReading(topics, passedOn.getOrDefault(topics, new Marks<>()));
  }

  private final class OneReading implements InputProgress {
    private final WatchedTopics topics;
    private final Marks<TopicPartition> marks;

    OneReading(WatchedTopics topics, Marks<TopicPartition> marks) {
      this.topics = topics;
      this.marks = marks;
    }

    @Override
    public void begins(Collection<TopicPartition> byRequest) {
      positions.begins(byRequest);
    }

    @Override
    public void processed(TopicPartition byRequest, long offset) {
      positions.processed(byRequest, offset);
    }

    @Override
    public long arrivedMs(TopicPartition input, long offset, long stampMs) {
      return inputs.arrivedMs(input, offset, stampMs);
    }

    @Override
    public OptionalLong readThroughMs(Collection<TopicPartition> byRequest) {
      return marks.readThrough(byRequest, positions::readTo);
    }

    @Override
    public OptionalLong inputsReadThroughMs() {
      Long throughMs = inputsThroughMs.get(topics);
      return throughMs == null ? OptionalLong.empty() : OptionalLong.of(throughMs);
    }

    @Override
    public long endOfInputMs() {
      return endOfInputMs.getAsLong();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    offsets.wakeUp();
  }
}

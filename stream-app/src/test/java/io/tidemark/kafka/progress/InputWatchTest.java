package io.tidemark.kafka.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kafka.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InputWatchTest {
  private static final TopicPartition INPUT = new TopicPartition("clicks", 0);
  private static final TopicPartition BY_REQUEST = new TopicPartition("by-request", 0);
  private static final WatchedTopics JOIN =
      new WatchedTopics(Set.of("clicks"), Set.of("by-request"));

  private final SettableClock wall = new SettableClock();
  private final MockConsumer<byte[], byte[]> offsets =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
  private final MockConsumer<byte[], byte[]> records =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
  private final PolledPositions positions = new PolledPositions(JOIN.byRequest());
  private final InputWatch watch =
      new InputWatch(List.of(JOIN), new InputOffsets(offsets, records), positions, () -> 0, wall);
  private final InputProgress progress = watch.of(JOIN);

  @BeforeEach
  void topics() {
    offsets.assign(List.of(INPUT, BY_REQUEST));
    topic(INPUT);
    topic(BY_REQUEST);
    progress.begins(Set.of(BY_REQUEST));
    ends(0, 0);
  }

  private void topic(TopicPartition partition) {
    PartitionInfo info = new PartitionInfo(partition.topic(), 0, null, null, null);
    offsets.updatePartitions(partition.topic(), List.of(info));
  }

  private void ends(long input, long byRequest) {
    offsets.updateEndOffsets(Map.of(INPUT, input, BY_REQUEST, byRequest));
  }

  private void committed(long offset) {
    offsets.commitSync(Map.of(INPUT, new OffsetAndMetadata(offset)));
  }

  /** This process has read the topic by request id up to there. */
  private void read(long next) {
    positions.polled(
        offsets, new ConsumerRecords<>(Map.of(), Map.of(BY_REQUEST, new OffsetAndMetadata(next))));
  }

  private long look() {
    wall.advance(Duration.ofSeconds(1));
    watch.look();
    return wall.millis();
  }

  private OptionalLong readThrough() {
    return progress.readThroughMs(Set.of(BY_REQUEST));
  }

  @Test
  void emptyInputsAreReadThroughTheLook() {
    long at = look();
    assertThat(readThrough()).hasValue(at);
  }

  @Test
  void whatIsNotCommittedIsNotReadYet() {
    ends(5, 0);
    look();
    committed(4);
    look();
    assertThat(progress.inputsReadThroughMs()).isEmpty();
    assertThat(readThrough()).isEmpty();
  }

  @Test
  void whatIsPassedOnCountsOnceItIsProcessed() {
    ends(5, 0);
    long at = look();
    committed(5);
    ends(8, 3);
    look();
    read(2);
    assertThat(progress.inputsReadThroughMs()).hasValue(at);
    assertThat(readThrough()).isEmpty();
    read(3);
    assertThat(readThrough()).as("the input has grown since").hasValue(at);
  }

  @Test
  void endThatHoldsMarkersOnlyIsReadAfterAWhile() {
    committed(5);
    ends(6, 0);
    records.updateBeginningOffsets(Map.of(INPUT, 0L));
    records.schedulePollTask(() -> records.seek(INPUT, 6));
    OptionalLong through = OptionalLong.empty();
    for (int look = 0; look < 20; look++) {
      look();
      through = readThrough();
    }
    assertThat(through).hasValue(wall.millis());
  }

  @Test
  void recordThatIsLeftIsNotTakenForAMarker() {
    committed(5);
    ends(6, 0);
    records.updateBeginningOffsets(Map.of(INPUT, 0L));
    for (int look = 0; look < 40; look++) {
      records.schedulePollTask(
          () ->
              records.addRecord(
                  new ConsumerRecord<>(INPUT.topic(), 0, 5, new byte[0], new byte[0])));
      look();
    }
    assertThat(readThrough()).isEmpty();
  }

  @Test
  void recordCameAfterTheLookThatMissedIt() {
    ends(5, 0);
    long at = look();
    assertThat(progress.arrivedMs(INPUT, 4, at - 60_000)).isEqualTo(at - 60_000);
    assertThat(progress.arrivedMs(INPUT, 5, at - 60_000)).isEqualTo(at);
    assertThat(progress.arrivedMs(INPUT, 5, at + 1)).isEqualTo(at + 1);
  }

  @Test
  void topicsThatAreMissingAreWaitedFor() {
    offsets.updatePartitions("by-request", List.of());
    look();
    assertThat(readThrough()).isEmpty();
    topic(BY_REQUEST);
    long at = look();
    assertThat(readThrough()).hasValue(at);
  }

  @Test
  void brokerThatDoesNotAnswerMovesNothing() {
    long at = look();
    offsets.setOffsetsException(new TimeoutException("no answer"));
    wall.advance(Duration.ofHours(1));
    org.assertj.core.api.Assertions.assertThatThrownBy(watch::look)
        .isInstanceOf(TimeoutException.class);
    assertThat(readThrough()).hasValue(at);
  }
}

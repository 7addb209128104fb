package io.tidemark.kafka.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolledPositionsTest {
  private static final TopicPartition P = new TopicPartition("by-request", 1);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
  private final PolledPositions positions = new PolledPositions(Set.of("by-request"));

  @BeforeEach
  void assign() {
    consumer.assign(List.of(P));
    consumer.updateBeginningOffsets(Map.of(P, 4L));
    positions.begins(List.of(P));
  }

  private void poll(long next, long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> batch =
        java.util.Arrays.stream(offsets)
            .mapToObj(
                o -> new ConsumerRecord<>(P.topic(), P.partition(), o, new byte[0], new byte[0]))
            .toList();
    positions.polled(
        consumer,
        new ConsumerRecords<>(
            offsets.length == 0 ? Map.of() : Map.of(P, batch),
            Map.of(P, new OffsetAndMetadata(next))));
  }

  @Test
  void polledIsReadOnceItIsProcessed() {
    poll(9, 5, 6);
    assertThat(positions.readTo(P)).isZero();
    positions.processed(P, 5);
    assertThat(positions.readTo(P)).isEqualTo(6);
    positions.processed(P, 6);
    assertThat(positions.readTo(P)).as("markers behind the last record").isEqualTo(9);
  }

  @Test
  void markersAloneAreReadWhenTheyArePolled() {
    poll(7, 5, 6);
    positions.processed(P, 6);
    poll(8);
    assertThat(positions.readTo(P)).isEqualTo(8);
  }

  @Test
  void whereNothingIsThereTheConsumerStandsAlready() {
    consumer.poll(Duration.ZERO);
    positions.polled(consumer, ConsumerRecords.empty());
    assertThat(positions.readTo(P)).isEqualTo(4);
  }

  @Test
  void taskThatBeginsAgainKnowsNothingOfWhatWasPolledBefore() {
    poll(9, 5, 6);
    positions.processed(P, 6);
    positions.begins(List.of(P));
    assertThat(positions.readTo(P)).isZero();
    poll(9, 5, 6);
    assertThat(positions.readTo(P)).isZero();
  }

  @Test
  void otherTopicsAreLeftAlone() {
    TopicPartition other = new TopicPartition("events", 0);
    positions.processed(other, 3);
    assertThat(positions.readTo(other)).isZero();
  }
}

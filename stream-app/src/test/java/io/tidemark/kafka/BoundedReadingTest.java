package io.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BoundedReadingTest {
  private static final String TOPIC = "labelled";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A consumer of one partition that ends somewhere, as far as it may read. */
  private static MockConsumer<byte[], byte[]> consumer(long end) {
    MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    return consumer;
  }

  @Test
  void brokerThatTakesTheConnectionAndSaysNothingIsNamed() {
    MockConsumer<byte[], byte[]> frozen =
        new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name()) {
          @Override
          public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            throw new TimeoutException("expired");
          }
        };
    assertThatThrownBy(() -> new BoundedReading(frozen, TOPIC, PATIENCE))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessageContaining("says nothing of topic labelled for 15 s");
  }

  @Test
  void transactionsThatAreOpenAtTheBeginAreWaitedForAndWhatComesLaterIsNot() {
    MockConsumer<byte[], byte[]> committed = consumer(1);
    BoundedReading reading = new BoundedReading(committed, consumer(2), TOPIC, PATIENCE);
    assertThat(reading.offsets()).isEqualTo(2);
    committed.schedulePollTask(() -> add(committed, 0));
    committed.schedulePollTask(() -> assertThat(reading.offsetsLeft()).isEqualTo(1));
    committed.schedulePollTask(
        () -> {
          add(committed, 1);
          add(committed, 2);
        });
    List<Long> read = new ArrayList<>();
    assertThat(reading.read(Map.of(), record -> read.add(record.offset()))).isTrue();
    assertThat(read).containsExactly(0L, 1L);
  }

  private static void add(MockConsumer<byte[], byte[]> consumer, long offset) {
    consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], new byte[0]));
  }
}

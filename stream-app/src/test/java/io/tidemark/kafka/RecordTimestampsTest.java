package io.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kafka.run.StreamsProcess;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class RecordTimestampsTest {
  private final RecordTimestamps timestamps = new RecordTimestamps();

  @Test
  void aRecordWithoutTimestampTakesThePartitions() {
    assertThat(timestamps.extract(record(42), 7)).isEqualTo(42);
    assertThat(timestamps.extract(record(ConsumerRecord.NO_TIMESTAMP), 7)).isEqualTo(7);
    assertThat(timestamps.extract(record(ConsumerRecord.NO_TIMESTAMP), -1)).isZero();
  }

  @Test
  void theTopologyUsesThem() {
    assertThat(StreamsProcess.config(Map.of(), Map.of()))
        .containsEntry(
            StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
            RecordTimestamps.class.getName());
  }

  private static ConsumerRecord<Object, Object> record(long timestamp) {
    return new ConsumerRecord<>(
        "t",
        0,
        0,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        null,
        null,
        new RecordHeaders(),
        Optional.empty());
  }
}

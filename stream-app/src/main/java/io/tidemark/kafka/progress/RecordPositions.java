package io.tidemark.kafka.progress;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Where the record that is being processed lies. Stateless. */
public final class RecordPositions {
  private RecordPositions() {}

  /** The record is done with, and what followed from it is forwarded. */
  public static void processed(ProcessingContext context, InputProgress progress) {
    context
        .recordMetadata()
        .ifPresent(record -> progress.processed(partition(record), record.offset()));
  }

  /** When the record came. */
  public static long arrivedMs(ProcessingContext context, InputProgress progress, long stampMs) {
    return context
        .recordMetadata()
        .map(record -> progress.arrivedMs(partition(record), record.offset(), stampMs))
        .orElse(stampMs);
  }

  private static TopicPartition partition(RecordMetadata record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}

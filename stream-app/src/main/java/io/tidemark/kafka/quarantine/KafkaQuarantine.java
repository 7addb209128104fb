package io.tidemark.kafka.quarantine;

import io.tidemark.avro.Quarantined;
import io.tidemark.kafka.BoundedReading;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.QuarantineFilter;
import io.tidemark.quarantine.QuarantineFilter.TimeRange;
import io.tidemark.quarantine.QuarantineLog;
import io.tidemark.quarantine.QuarantinePlace;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The quarantine topic up to where it ended when this was made. A record on it that is none of ours
 * is skipped. For one thread.
 */
public final class KafkaQuarantine implements QuarantineLog {
  private final BoundedReading reading;
  private final AvroReader<Quarantined> reader;

  /**
   * Opens quarantine.
   *
   * @param consumer of committed records, without a group; closed with this
   * @param registry has the schemas of the topic's values
   * @param patience how long one scan may take before the rest is left out
   */
  public KafkaQuarantine(
      Consumer<byte[], byte[]> consumer, String topic, SchemaRegistry registry, Duration patience) {
    this.reading = new BoundedReading(consumer, topic, patience);
    this.reader = AvroReader.specific(registry, Quarantined.class);
  }

  @Override
  public boolean scan(QuarantineFilter filter, Predicate<QuarantineEntry> visitor) {
    return reading.read(
        from(filter.quarantined()),
        record -> {
          Optional<QuarantineEntry> entry = entry(record).filter(filter);
          return entry.isEmpty() || visitor.test(entry.get());
        });
  }

  /** By the index of the broker: what is before has an earlier time stamp. */
  private Map<TopicPartition, Long> from(TimeRange range) {
    Map<TopicPartition, Long> from = new HashMap<>();
    if (!range.isOpen()) {
      Map<TopicPartition, Long> times = new HashMap<>();
      reading.partitions().forEach(p -> times.put(p, range.fromMs()));
      Map<TopicPartition, OffsetAndTimestamp> found = reading.consumer().offsetsForTimes(times);
      found.forEach(
          (partition, first) ->
              from.put(partition, first == null ? Long.MAX_VALUE : first.offset()));
    }
    return from;
  }

  @Override
  public Optional<QuarantineEntry> at(QuarantinePlace place) {
    TopicPartition partition = new TopicPartition(reading.topic(), place.partition());
    if (!reading.partitions().contains(partition)) {
      return Optional.empty();
    }
    QuarantineEntry[] found = {null};
    Map<TopicPartition, Long> from = new HashMap<>();
    reading.partitions().forEach(other -> from.put(other, Long.MAX_VALUE));
    from.put(partition, place.offset());
    boolean unused =
        reading.read(
            from,
            record -> {
              found[0] = record.offset() == place.offset() ? entry(record).orElse(null) : null;
              return false;
            });
    return Optional.ofNullable(found[0]);
  }

  private Optional<QuarantineEntry> entry(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(
          new QuarantineEntry(
              new QuarantinePlace(record.partition(), record.offset()),
              Instant.ofEpochMilli(Math.max(0, record.timestamp())),
              reader.read(record.value())));
    } catch (DecodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    reading.consumer().close();
  }
}

package io.tidemark.kafka.sink;

import io.tidemark.avro.FeatureVector;
import io.tidemark.definition.ClockMode;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.wire.AvroReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads vector records as rows of the online store. Not thread-safe. */
public final class VectorReader {
  private final AvroReader<FeatureVector> reader;
  private final boolean live;

  /**
   * Creates a reader.
   *
   * @param clock what makes windows slide; under stream time the age of an event says how long ago
   *     history was, not how fresh the store is, so no arrival has one
   */
  public VectorReader(AvroReader<FeatureVector> reader, ClockMode clock) {
    this.reader = reader;
    this.live = clock == ClockMode.WALL;
  }

  Arrival read(ConsumerRecord<byte[], byte[]> record) {
    FeatureVector vector = reader.read(record.value());
    OptionalLong newestEventMs = live ? millis(vector.getNewestEventTime()) : OptionalLong.empty();
    return new Arrival(row(vector), newestEventMs);
  }

  private static FeatureRow row(FeatureVector vector) {
    return new FeatureRow(
        new EntityKey(vector.getNamespace(), vector.getEntity(), vector.getKey()),
        FeatureRow.handedOver(present(vector.getValues())),
        vector.getRevision(),
        vector.getAsOf().toEpochMilli(),
        millis(vector.getValidUntil()),
        millis(vector.getLastEventTime()),
        vector.getWarming(),
        Duration.ofMillis(vector.getTtlMs()));
  }

  /** A null is absent; our own vectors have none. */
  private static Map<String, Object> present(Map<String, Object> values) {
    values.values().removeIf(Objects::isNull);
    return values;
  }

  private static OptionalLong millis(Instant instant) {
    return instant == null ? OptionalLong.empty() : OptionalLong.of(instant.toEpochMilli());
  }
}

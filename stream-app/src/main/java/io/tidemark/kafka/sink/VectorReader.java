package io.tidemark.kafka.sink;

import io.tidemark.avro.FeatureVector;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.ValueText;
import io.tidemark.wire.AvroReader;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads vector records as rows of the online store. Not thread-safe. */
public final class VectorReader {
  private final AvroReader<FeatureVector> reader;

  public VectorReader(AvroReader<FeatureVector> reader) {
    this.reader = reader;
  }

  Arrival read(ConsumerRecord<byte[], byte[]> record) {
    FeatureVector vector = reader.read(record.value());
    return new Arrival(row(vector), millis(vector.getNewestEventTime()));
  }

  private static FeatureRow row(FeatureVector vector) {
    Map<String, String> values = new LinkedHashMap<>();
    vector.getValues().forEach((name, value) -> values.put(name, ValueText.of(value)));
    return new FeatureRow(
        new EntityKey(vector.getNamespace(), vector.getEntity(), vector.getKey()),
        values,
        vector.getRevision(),
        vector.getAsOf().toEpochMilli(),
        millis(vector.getValidUntil()),
        vector.getWarming(),
        Duration.ofMillis(vector.getTtlMs()));
  }

  private static OptionalLong millis(Instant instant) {
    return instant == null ? OptionalLong.empty() : OptionalLong.of(instant.toEpochMilli());
  }
}

package io.tidemark.kafka.ingest;

import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes our records in the Confluent wire format. The schema is registered at start, before any
 * record exists, so a registry that goes away later does not stop the output. Thread-safe, since
 * Kafka Streams shares one serializer among its threads.
 *
 * @param <T> the record
 */
public final class RegistrySerializer<T extends SpecificRecord> implements Serializer<T> {
  private final String subject;
  private final ThreadLocal<AvroWriter> writers;

  public RegistrySerializer(SchemaRegistry registry, String subject) {
    this.subject = subject;
    this.writers = ThreadLocal.withInitial(() -> new AvroWriter(registry, true));
  }

  @Override
  public byte[] serialize(String topic, T record) {
    return record == null ? null : writers.get().write(subject, record);
  }
}

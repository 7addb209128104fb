package io.tidemark.kafka.ingest;

import io.tidemark.registry.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of the topics we write; nothing in the graph reads them back. */
public final class RecordSerde {
  private RecordSerde() {}

  /** The serde of a topic's values. */
  public static <T extends SpecificRecord> Serde<T> writing(
      SchemaRegistry registry, String subject) {
    Deserializer<T> none =
        (topic, bytes) -> {
          throw new UnsupportedOperationException("Topic " + topic + " is only written here.");
        };
    return Serdes.serdeFrom(new RegistrySerializer<>(registry, subject), none);
  }
}

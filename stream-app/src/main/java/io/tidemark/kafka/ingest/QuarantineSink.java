package io.tidemark.kafka.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.Quarantined;
import io.tidemark.records.TopicKeys;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The topic of records that fail.
 *
 * @param topic its name
 * @param serde of its values
 */
public record QuarantineSink(String topic, Serde<Quarantined> serde) {
  /**
   * Takes records, each under a key of its own.
   *
   * @param name another for each that is in one graph
   */
  public void take(KStream<?, Quarantined> refused, String name) {
    refused
        .selectKey((key, record) -> TopicKeys.of(record).getBytes(UTF_8), Named.as("key-" + name))
        .to(topic, Produced.with(Serdes.ByteArray(), serde).withName("quarantine-" + name));
  }
}

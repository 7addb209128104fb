package io.tidemark.kafka.erasure;

import io.tidemark.avro.ErasureReceipt;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The topic of receipts.
 *
 * @param topic its name
 * @param serde of its values
 */
public record ReceiptSink(String topic, Serde<ErasureReceipt> serde) {
  /**
   * Takes the receipts, by the id of their erasure, among what a stage says.
   *
   * @param stage another for each that is in one graph
   */
  public void take(KStream<String, SpecificRecord> said, String stage) {
    said.filter((key, value) -> value instanceof ErasureReceipt, Named.as("only-receipts-" + stage))
        .mapValues(value -> (ErasureReceipt) value, Named.as("each-receipt-" + stage))
        .to(topic, Produced.with(Serdes.String(), serde).withName("receipts-" + stage));
  }
}

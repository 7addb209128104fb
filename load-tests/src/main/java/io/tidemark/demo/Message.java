package io.tidemark.demo;

import org.apache.avro.specific.SpecificRecordBase;

/**
 * One record to publish.
 *
 * @param sendAtMs when, in milliseconds since the Unix epoch; never before the time in the record
 * @param channel where
 * @param key the Kafka key
 * @param payload the value before encoding
 * @param fault what is wrong with it; the faults of bytes are applied after encoding, by {@link
 *     Corruption}
 */
public record Message(
    long sendAtMs, Channel channel, String key, SpecificRecordBase payload, Fault fault) {

  /** The same record, sent later. */
  Message again(long atMs) {
    return new Message(atMs, channel, key, payload, Fault.DUPLICATE);
  }

  Message with(Fault other) {
    return new Message(sendAtMs, channel, key, payload, other);
  }
}

package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.local.Namespace;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Orders of a shop, some of them broken in one of several ways. */
final class BrokenOrders {
  static final String CUSTOMER = "c1";
  static final int NEGATIVE = 40;
  static final int VALID = 3;
  static final int OTHERS = 4;
  static final int UNKNOWN_SCHEMA = 2_000_000_000;

  static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "namespace": "acme", "fields": [
                {"name": "order_id", "type": "string"},
                {"name": "customer_id", "type": ["null", "string"], "default": null},
                {"name": "price", "type": "double"},
                {"name": "placed_at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
              """);

  private final Namespace names;
  private final AvroWriter writer;
  private final Instant now;

  BrokenOrders(Namespace names, SchemaRegistry registry, Instant now) {
    this.names = names;
    this.writer = new AvroWriter(registry, true);
    this.now = now;
  }

  /** Sends all of them, each with a time of its own a minute ago. */
  void send(TestCluster kafka) {
    for (int i = 0; i < VALID; i++) {
      kafka.send(record("web", "good-" + i, wire("good-" + i, CUSTOMER, 2.5, now)));
    }
    for (int i = 0; i < NEGATIVE; i++) {
      kafka.send(record("web", "negative-" + i, wire("negative-" + i, CUSTOMER, -1.5, now)));
    }
    kafka.send(record("batch", "bytes", new byte[] {77, 1, 2, 3}));
    byte[] unknown = wire("unknown", CUSTOMER, 2.5, now);
    ByteBuffer.wrap(unknown).putInt(1, UNKNOWN_SCHEMA);
    kafka.send(record("batch", "unknown", unknown));
    Instant never = now.plus(Duration.ofDays(400));
    kafka.send(record("batch", "future", wire("future", CUSTOMER, 2.5, never)));
    kafka.send(record("batch", "nobody", wire("nobody", null, 2.5, now)));
  }

  private byte[] wire(String id, String customer, double price, Instant at) {
    GenericRecord order =
        new GenericRecordBuilder(SCHEMA)
            .set("order_id", id)
            .set("customer_id", customer)
            .set("price", price)
            .set("placed_at", at.toEpochMilli())
            .build();
    return writer.write(names.subject("orders"), order);
  }

  private ProducerRecord<byte[], byte[]> record(String producer, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            names.topic("orders"),
            null,
            now.minusSeconds(60).toEpochMilli(),
            key.getBytes(UTF_8),
            value);
    record.headers().add("producer", producer.getBytes(UTF_8));
    record.headers().add("twice", new byte[] {0, -1}).add("twice", null);
    return record;
  }
}

package io.tidemark.bench;

import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Events in the Confluent wire format, as a producer with a registry writes them. */
final class ShopEvents {
  private static final Schema SCHEMA = schema();

  private final AvroWriter writer;
  private final String subject;

  ShopEvents(SchemaRegistry registry, String topic) {
    writer = new AvroWriter(registry, true);
    subject = topic + "-value";
    AvroWriter.register(registry, subject, SCHEMA);
  }

  byte[] encode(ShopEvent event) {
    GenericRecord record = new GenericData.Record(SCHEMA);
    record.put("event_id", "e-" + Long.toHexString(event.number()));
    record.put("user_id", event.userId());
    record.put("event_type", event.type());
    record.put("item_id", "item-" + event.item());
    record.put("category", "category-" + event.category());
    record.put("price", event.price());
    record.put("occurred_at", event.timeMs());
    record.put("device", "device-" + event.device());
    record.put("session_id", "session-" + Long.toHexString(event.session()));
    return writer.write(subject, record);
  }

  private static Schema schema() {
    try (InputStream in = ShopEvents.class.getResourceAsStream("shop-event.avsc")) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new IllegalStateException("shop-event.avsc belongs beside this class", e);
    }
  }
}

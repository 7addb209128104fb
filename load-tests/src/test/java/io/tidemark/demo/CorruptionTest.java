package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.UserEvent;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import io.tidemark.wire.DecodingException;
import io.tidemark.wire.DecodingReason;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class CorruptionTest {

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroReader<GenericRecord> reader = AvroReader.generic(registry);

  @Test
  void spoiledBytesDoNotDecodeAndOthersDo() {
    AvroWriter writer = new AvroWriter(registry, true);
    Map<Fault, DecodingReason> expected =
        Map.of(
            Fault.CUT_SHORT, DecodingReason.CORRUPT,
            Fault.NOT_AVRO, DecodingReason.BAD_MAGIC,
            Fault.UNKNOWN_SCHEMA, DecodingReason.SCHEMA_UNKNOWN);
    TrafficPlan plan = new TrafficPlan(3, 0, Duration.ofSeconds(30), 100, 1, 50);
    new TrafficGenerator(plan)
        .forEachRemaining(
            message -> {
              if (message.payload() instanceof UserEvent event) {
                byte[] good = writer.write(message.channel().subject(), event);
                check(
                    event, Corruption.apply(message.fault(), good), expected.get(message.fault()));
              }
            });
  }

  private void check(UserEvent event, byte[] value, DecodingReason reason) {
    if (reason == null) {
      assertThat(reader.read(value).get("event_id")).isEqualTo(event.getEventId());
    } else {
      assertThatThrownBy(() -> reader.read(value))
          .isInstanceOfSatisfying(
              DecodingException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
  }
}

package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.UserEvent;
import io.tidemark.registry.InMemorySchemaRegistry;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes that producers and consumers of every version must agree on. */
class WireGoldenTest {

  /** Written out by hand from the Avro specification: zigzag lengths, union indexes, doubles. */
  private static final String EVENT =
      "00 00000001" // magic, id 1
          + "04 6531" // event_id e1
          + "04 7531" // user_id u1
          + "08 76696577" // event_type view
          + "02 04 6931" // item_id i1
          + "00" // category null
          + "02 000000000000f83f" // price 1.5
          + "dc bc cc ca ef 66" // occurred_at 1767323045678
          + "00" // device null
          + "00"; // session_id null

  @Test
  void userEventBytesNeverChange() {
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    byte[] written = new AvroWriter(registry, true).write("events-value", Samples.event());

    assertThat(HexFormat.of().formatHex(written)).isEqualTo(EVENT.replace(" ", ""));
  }

  @Test
  void goldenBytesAreReadBack() {
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    registry.register("events-value", UserEvent.getClassSchema());

    assertThat(AvroReader.specific(registry, UserEvent.class).read(WireFormatTest.bytes(EVENT)))
        .isEqualTo(Samples.event());
  }
}

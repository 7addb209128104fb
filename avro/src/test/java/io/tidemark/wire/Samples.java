package io.tidemark.wire;

import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.RecordHeader;
import io.tidemark.avro.UserEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** Records that use every type of the wire contracts. */
final class Samples {

  static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  private Samples() {}

  static UserEvent event() {
    return UserEvent.newBuilder()
        .setEventId("e1")
        .setUserId("u1")
        .setEventType("view")
        .setItemId("i1")
        .setPrice(1.5)
        .setOccurredAt(AT)
        .build();
  }

  static PredictionLog prediction() {
    Map<String, Object> features = new HashMap<>(Map.of("age", 42L, "ok", true, "s", "x"));
    features.put("ratio", Double.NaN);
    features.put("missing", null);
    return PredictionLog.newBuilder()
        .setRequestId("r1")
        .setTimestamp(AT)
        .setModel("ranker")
        .setModelVersion("3")
        .setEntityKeys(Map.of("shop", "s1"))
        .setRawFeatures(features)
        .setPropensity(0.25)
        .build();
  }

  static Quarantined quarantined() {
    return Quarantined.newBuilder()
        .setValue(ByteBuffer.wrap(new byte[] {9, 8, 7}))
        .setHeaders(Arrays.asList(new RecordHeader("trace", ByteBuffer.wrap(new byte[] {1}))))
        .setReason("BAD_MAGIC")
        .setSourceTopic("events")
        .setSourcePartition(3)
        .setSourceOffset(1L << 40)
        .setSchemaId(7)
        .setFirstSeen(AT)
        .build();
  }

  static List<SpecificRecordBase> all() {
    return List.of(event(), prediction(), quarantined());
  }
}

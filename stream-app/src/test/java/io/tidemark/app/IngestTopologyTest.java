package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.Quarantined;
import io.tidemark.seen.IdHead;
import io.tidemark.validation.Reason;
import io.tidemark.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every record read ends as exactly one of valid, flagged, duplicate, late and quarantined. */
class IngestTopologyTest {
  @TempDir Path state;
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(Samples.DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  @Test
  void everyRecordIsCountedOnce() {
    topology.event(event("e1", "a", 1.0, START));
    topology.event(event("e2", "a", 5000.0, START));
    topology.event(event("e1", "a", 1.0, START));
    topology.event(event("e3", "a", 1.0, START.minus(Duration.ofHours(2))));
    topology.event(event("e4", "a", -1.0, START));
    topology.event(event("e5", "a", 1.0, START.plus(Duration.ofMinutes(6))));
    topology.send("user-events", new TestRecord<>(null, new byte[] {7}));

    assertThat(topology.counts("user_events"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("valid", 1L, "flagged", 1L, "duplicate", 1L, "late", 1L, "quarantined", 3L));
    assertThat(topology.quarantined())
        .extracting(Quarantined::getReason)
        .containsExactly("RULE_FAILED", "FUTURE_EVENT", "BAD_MAGIC");
  }

  @Test
  void countsSumToRecordsReadWhateverTheBytesAre() {
    long seed = 20260301;
    Random random = new Random(seed);
    int records = 2_000;
    for (int i = 0; i < records; i++) {
      String id = "e" + random.nextInt(records);
      byte[] value =
          topology.wire(
              "user-events", event(id, "u" + random.nextInt(20), price(random), time(random)));
      topology.send("user-events", new TestRecord<>(null, damaged(value, random)));
    }

    Map<String, Long> counts = topology.counts("user_events");
    assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
        .as("seed %d: %s", seed, counts)
        .isEqualTo(records);
    assertThat(counts).as("seed %d", seed).allSatisfy((outcome, n) -> assertThat(n).isPositive());
    assertThat(topology.quarantined()).hasSize(counts.get("quarantined").intValue());
  }

  private static Double price(Random random) {
    return random.nextInt(4) == 0 ? null : random.nextDouble() * 1100 - 50;
  }

  private static Instant time(Random random) {
    return START.minusSeconds(random.nextInt(7000) - 320);
  }

  private static byte[] damaged(byte[] value, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(value, random.nextInt(value.length));
      case 1 -> {
        value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
        yield value;
      }
      default -> value;
    };
  }

  @Test
  void quarantineKeepsKeyValueAndHeadersByteForByte() {
    byte[] key = {0, -1, 127};
    byte[] value = topology.wire("user-events", event("e", "a", -3.5, START));
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[] {1, 2, -3}).add("empty", new byte[0]).add("none", null);
    topology.advance(Duration.ofSeconds(3));
    topology.send(
        "user-events", new TestRecord<>(key, value, headers, START.plus(Duration.ofSeconds(1))));

    Quarantined record = topology.quarantined().get(0);
    assertThat(bytes(record.getKey())).isEqualTo(key);
    assertThat(bytes(record.getValue())).isEqualTo(value);
    assertThat(record.getHeaders())
        .extracting(header -> header.getKey())
        .containsExactly("trace", "empty", "none");
    assertThat(bytes(record.getHeaders().get(0).getValue())).isEqualTo(new byte[] {1, 2, -3});
    assertThat(bytes(record.getHeaders().get(1).getValue())).isEmpty();
    assertThat(record.getHeaders().get(2).getValue()).isNull();
    assertThat(record.getReason()).isEqualTo("RULE_FAILED");
    assertThat(record.getRule()).isEqualTo("price_not_negative");
    assertThat(record.getSchemaId()).isEqualTo(ByteBuffer.wrap(value, 1, 4).getInt());
    assertThat(record.getSourceTopic()).isEqualTo("user-events");
    assertThat(record.getSourcePartition()).isZero();
    assertThat(record.getSourceOffset()).isZero();
    assertThat(record.getRecordTimestamp()).isEqualTo(START.plus(Duration.ofSeconds(1)));
    assertThat(record.getFirstSeen()).isEqualTo(START.plus(Duration.ofSeconds(3)));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Test
  void tombstoneIsCountedAndLeftAndAnEmptyValueIsNone() {
    topology.send("user-events", new TestRecord<>(new byte[] {1}, null));
    topology.send("user-events", new TestRecord<>(new byte[] {1}, new byte[0]));

    assertThat(topology.quarantined())
        .extracting(Quarantined::getReason)
        .containsExactly("EMPTY_VALUE");
    assertThat(
            topology.metric("tidemark_records_total{outcome=\"tombstone\",source=\"user_events\"}"))
        .isOne();
    assertThat(topology.counts("user_events").get("quarantined")).isOne();
  }

  @Test
  void duplicateChangesNoFeature() {
    topology.event(event("e1", "a", 2.0, START));
    topology.event(event("e1", "a", 2.0, START));
    topology.advance(Duration.ofMillis(50));

    FeatureVector vector = topology.newestVectors("user").get("a");
    assertThat(vector.getValues()).containsEntry("activity.events_5m", 1L);
  }

  @Test
  void commitSavesTheTimeOfTheNewestEventThoughItWasARepeat() {
    topology.event(event("e1", "a", 2.0, START));
    topology.event(event("e1", "a", 2.0, START.plusMillis(1)));

    assertThat(topology.counts("user_events").get("duplicate")).isEqualTo(1);
    byte[] ofAllRows = topology.stored("event-ids-user_events", new byte[] {-1});
    assertThat(IdHead.decode(ofAllRows).newestMs()).isEqualTo(START.toEpochMilli() + 1);
  }

  @Test
  void eventBeforeTheEpochStopsNothing() {
    topology.event(event("old", "a", 1.0, Instant.ofEpochMilli(-5)));
    topology.event(event("new", "a", 1.0, START));

    assertThat(topology.counts("user_events").values().stream().mapToLong(n -> n).sum())
        .isEqualTo(2);
    assertThat(topology.counts("user_events").get("valid")).isEqualTo(1);
  }

  /** A header names the schema and the value is a bare payload: read like any other record. */
  @Test
  void schemaInHeaderIsReadOnEverySide() {
    byte[] prediction = topology.wire("predictions", Samples.prediction("r", START, 0.5));
    byte[] outcome = topology.wire("outcomes", Samples.outcome("r", "click", START));
    topology.send("predictions", schemaInHeader(prediction));
    topology.send("outcomes", schemaInHeader(outcome));

    assertThat(topology.labelled())
        .singleElement()
        .satisfies(example -> assertThat(example.getLabelValue()).isEqualTo(1.0));
  }

  private static TestRecord<byte[], byte[]> schemaInHeader(byte[] wire) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(WireFormat.VALUE_SCHEMA_HEADER, Arrays.copyOf(wire, WireFormat.FRAME_BYTES));
    byte[] payload = Arrays.copyOfRange(wire, WireFormat.FRAME_BYTES, wire.length);
    return new TestRecord<>(null, payload, headers, START);
  }

  /** The form of Confluent's newer serializers: a GUID in the header, a bare payload. */
  @Test
  void schemaNamedByGuidIsReadOnEverySide() {
    topology.send("user-events", guidInHeader("user-events", event("e1", "a", 2.0, START)));
    topology.send("predictions", guidInHeader("predictions", Samples.prediction("r", START, 0.5)));
    topology.send("outcomes", guidInHeader("outcomes", Samples.outcome("r", "click", START)));
    topology.advance(Duration.ofMillis(50));

    assertThat(topology.counts("user_events").get("valid")).isEqualTo(1);
    assertThat(topology.newestVectors("user").get("a").getValues())
        .containsEntry("activity.events_5m", 1L);
    assertThat(topology.labelled())
        .singleElement()
        .satisfies(example -> assertThat(example.getLabelValue()).isEqualTo(1.0));
  }

  @Test
  void refusedRecordNamedByGuidHasNoSchemaId() {
    topology.send("user-events", guidInHeader("user-events", event("e1", "a", -1.0, START)));

    Quarantined record = topology.quarantined().get(0);
    assertThat(record.getReason()).isEqualTo("RULE_FAILED");
    assertThat(record.getSchemaId()).isNull();
  }

  @Test
  void registryWithoutGuidsIsAReasonOfItsOwn() {
    TestRecord<byte[], byte[]> record = guidInHeader("user-events", event("e1", "a", 2.0, START));
    topology.registry().withoutGuids();
    topology.send("user-events", record);

    Quarantined refused = topology.quarantined().get(0);
    assertThat(refused.getReason()).isEqualTo("SCHEMA_GUID");
    assertThat(refused.getDetail()).contains("/schemas/guids");
  }

  @Test
  void recordOfAnotherSerializerSaysWhatItIs() {
    topology.registry().putOtherType(15, "JSON");
    topology.registry().putOtherType(16, "PROTOBUF");
    topology.send("user-events", new TestRecord<>(null, new byte[] {0, 0, 0, 0, 15, '{', '}'}));
    topology.send("predictions", new TestRecord<>(null, new byte[] {0, 0, 0, 0, 16, 0, 8, 1}));

    assertThat(topology.quarantined())
        .extracting(Quarantined::getReason, Quarantined::getSchemaId)
        .containsExactly(Tuple.tuple("SCHEMA_TYPE", 15), Tuple.tuple("SCHEMA_TYPE", 16));
  }

  @Test
  void everyReasonIsCountedFromZero() {
    for (Reason reason : Reason.values()) {
      assertThat(List.of("user_events", "predictions", "outcomes"))
          .allMatch(
              source ->
                  topology.exports(
                      "tidemark_quarantined_total{reason=\"%s\",source=\"%s\"}"
                          .formatted(reason, source)));
    }
  }

  private TestRecord<byte[], byte[]> guidInHeader(String topic, SpecificRecordBase record) {
    byte[] wire = topology.wire(topic, record);
    UUID guid = topology.registry().guidOf(ByteBuffer.wrap(wire).getInt(1));
    byte[] frame =
        ByteBuffer.allocate(WireFormat.GUID_FRAME_BYTES)
            .put((byte) 1)
            .putLong(guid.getMostSignificantBits())
            .putLong(guid.getLeastSignificantBits())
            .array();
    RecordHeaders headers = new RecordHeaders();
    headers.add(WireFormat.VALUE_SCHEMA_HEADER, frame);
    byte[] payload = Arrays.copyOfRange(wire, WireFormat.FRAME_BYTES, wire.length);
    return new TestRecord<>(null, payload, headers, START);
  }

  @Test
  void predictionsAndOutcomesAreQuarantinedToo() {
    topology.send("predictions", new TestRecord<>(null, new byte[] {0, 0, 0, 0, 99, 1}));
    topology.prediction(Samples.prediction("", START, 0.5));
    topology.outcome(Samples.outcome("r", "click", START.plus(Duration.ofHours(1))));

    assertThat(topology.quarantined())
        .extracting(Quarantined::getSourceTopic, Quarantined::getReason)
        .isEqualTo(
            List.of(
                Tuple.tuple("predictions", "UNKNOWN_SCHEMA"),
                Tuple.tuple("predictions", "MISSING_FIELD"),
                Tuple.tuple("outcomes", "FUTURE_EVENT")));
    assertThat(topology.labelled()).isEmpty();
  }
}

package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.event;
import static io.tidemark.app.Samples.outcome;
import static io.tidemark.app.Samples.prediction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Several;
import io.tidemark.join.Emission;
import io.tidemark.join.Grounds;
import io.tidemark.join.Prediction;
import io.tidemark.join.Said;
import io.tidemark.join.Silence;
import io.tidemark.kafka.TraceHeaders;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.records.LabelledRecords;
import io.tidemark.registry.SchemaKey;
import io.tidemark.wire.Framing;
import io.tidemark.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and headers of the records on topics of ours. */
class TopicRecordsTest {
  private static final Duration CLOSE = Duration.ofMinutes(36);
  private static final Duration FLUSH = Duration.ofMillis(50);
  private static final String SECOND_MODEL =
      """
        - name: second
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes-of-second
            labels:
              - {name: click, window: 30m, grace: 5m, positive: "outcome == 'click'"}
      """;

  @TempDir Path state;
  private DrivenTopology topology;
  private int sent;

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(Samples.DEFINITIONS + SECOND_MODEL, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private static Headers traced(String parent) {
    return new RecordHeaders()
        .add("other", new byte[] {1})
        .add(TraceHeaders.PARENT, parent.getBytes(UTF_8))
        .add(TraceHeaders.STATE, "vendor=1".getBytes(UTF_8));
  }

  /** What is left of {@link #traced} on a record of ours. */
  private static Headers trace(String parent) {
    return TraceHeaders.write(parent + "\nvendor=1");
  }

  private void send(String topic, byte[] value, Headers headers) {
    topology.send(topic, new TestRecord<>(null, value, headers, topology.now()));
  }

  private void predict(String request, Headers headers) {
    send("predictions", topology.wire("predictions", prediction(request, START, 0.5)), headers);
  }

  private void click(String request, Headers headers) {
    byte[] value = topology.wire("outcomes", outcome(request, "click", START.plusSeconds(1)));
    send("outcomes", value, headers);
  }

  private void happen(String user, Headers headers) {
    UserEvent event = event("e-" + sent++, user, 1.0, topology.now());
    topology.send(
        "user-events",
        new TestRecord<>(
            user.getBytes(UTF_8), topology.wire("user-events", event), headers, topology.now()));
  }

  private List<String> keys(String topic) {
    return topology.records(topic).stream().map(r -> new String(r.key(), UTF_8)).toList();
  }

  private Headers headersOf(String topic) {
    List<TestRecord<byte[], byte[]>> records = topology.records(topic);
    assertThat(records).hasSize(1);
    return records.get(0).headers();
  }

  @Test
  void entitiesOfOneKeyHaveAVectorEach() {
    UserEvent event = event("e", "5", 1.0, START);
    event.setItemId("5");
    topology.event(event);
    topology.advance(FLUSH);

    assertThat(keys("tidemark.features")).containsExactlyInAnyOrder("shop:user:5", "shop:item:5");
  }

  @Test
  void modelsThatCountTheirRequestsAlikeHaveAnExampleEach() {
    topology.prediction(prediction("r|1", START, 0.5));
    PredictionLog other = prediction("r|1", START, 0.5);
    other.setModel("second");
    topology.prediction(other);
    topology.advance(CLOSE);

    assertThat(keys("tidemark.labelled"))
        .containsExactlyInAnyOrder("ranker|r\\|1|click", "second|r\\|1|click");
  }

  @Test
  void driftStandsUnderItsSeries() {
    BaselineBuilder baseline = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < 100; i++) {
      baseline.add(Map.of("@score", i / 100.0, "price", i / 10.0));
    }
    topology.baseline(baseline.build(START));
    predict("r", new RecordHeaders());
    topology.advance(Duration.ofSeconds(5));
    topology.advance(Duration.ofSeconds(5));

    assertThat(keys("tidemark.drift"))
        .contains("ranker|v3|@score|15m", "ranker|v3|@score|1h", "ranker|v3|price|1h");
  }

  @Test
  void labelOfAnOutcomeBelongsToItsTrace() {
    predict("r", traced("p"));
    click("r", traced("o"));
    assertThat(headersOf("tidemark.labelled")).isEqualTo(trace("o"));
  }

  @Test
  void labelOfAnUntracedOutcomeBelongsToThePredictionsTrace() {
    predict("r", traced("p"));
    click("r", new RecordHeaders());
    assertThat(headersOf("tidemark.labelled")).isEqualTo(trace("p"));
  }

  @Test
  void labelOfAHeldOutcomeBelongsToTheTraceOfThePredictionThatCompletesIt() {
    click("r", traced("o"));
    predict("r", traced("p"));
    assertThat(headersOf("tidemark.labelled")).isEqualTo(trace("p"));
  }

  @Test
  void timeOutBelongsToThePredictionsTrace() {
    predict("r", traced("p"));
    topology.advance(CLOSE);
    assertThat(headersOf("tidemark.labelled")).isEqualTo(trace("p"));
  }

  /** The outcome is what wakes the request id, and decides nothing. */
  @Test
  void timeOutThatALateOutcomeNoticesBelongsToThePredictionsTrace() {
    Prediction prediction = new Prediction("r", "ranker", "v3", 0, new byte[0], "p");
    Policy policy = new Policy(Several.LATEST, OnTimeout.NEGATIVE, Emit.BOTH);
    Said said = new Said(prediction, "click", policy, 1, new Grounds(null, 0, 1));

    assertThat(LabelledRecords.trace(new Emission.TimedOut(said, Silence.USUAL), "o"))
        .isEqualTo("p");
    assertThat(LabelledRecords.trace(new Emission.Unlabelled(said), "o")).isEqualTo("p");
  }

  @Test
  void vectorBelongsToTheTraceOfItsNewestTracedEvent() {
    happen("a", traced("one"));
    happen("a", traced("two"));
    happen("a", new RecordHeaders());
    topology.advance(FLUSH);

    for (TestRecord<byte[], byte[]> vector : topology.records("tidemark.features")) {
      assertThat(vector.headers()).as(new String(vector.key(), UTF_8)).isEqualTo(trace("two"));
    }
  }

  @Test
  void vectorThatTimeChangesBelongsToNoTrace() {
    happen("a", traced("one"));
    topology.advance(FLUSH);
    assertThat(topology.records("tidemark.features")).hasSize(2);
    topology.advance(Duration.ofMinutes(6));
    topology.advance(FLUSH);

    assertThat(topology.records("tidemark.features"))
        .isNotEmpty()
        .allSatisfy(vector -> assertThat(vector.headers()).isEmpty());
  }

  /** Confluent's deserializer would take what such a header says for the quarantine record's. */
  @Test
  void quarantineHasNoFramingHeaders() {
    byte[] wire = topology.wire("user-events", event("e", "a", -1.0, START));
    byte[] byId = Arrays.copyOf(wire, WireFormat.FRAME_BYTES);
    byte[] byGuid = new byte[17];
    byGuid[0] = 1;
    for (byte[] frame : List.of(byId, byGuid)) {
      Headers headers =
          traced("p")
              .add(WireFormat.VALUE_SCHEMA_HEADER, frame)
              .add(WireFormat.KEY_SCHEMA_HEADER, frame);
      byte[] payload = Arrays.copyOfRange(wire, WireFormat.FRAME_BYTES, wire.length);
      for (String topic : List.of("user-events", "predictions", "outcomes")) {
        send(topic, payload, headers);
      }
    }

    List<TestRecord<byte[], byte[]>> records = topology.records("tidemark.quarantine");
    assertThat(records).hasSize(6);
    for (TestRecord<byte[], byte[]> record : records) {
      assertThat(record.headers()).isEqualTo(traced("p"));
      assertThat(WireFormat.parse(record.value()))
          .isInstanceOfSatisfying(
              Framing.Named.class,
              framing -> assertThat(framing.schema()).isInstanceOf(SchemaKey.Id.class));
    }
  }

  @Test
  void quarantineListsTheHeadersThatLeave() {
    Headers headers = new RecordHeaders().add(WireFormat.VALUE_SCHEMA_HEADER, new byte[] {9});
    send("user-events", new byte[] {7}, headers);

    assertThat(topology.quarantined().get(0).getHeaders())
        .singleElement()
        .satisfies(header -> assertThat(header.getKey()).isEqualTo(WireFormat.VALUE_SCHEMA_HEADER));
  }
}

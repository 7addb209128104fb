package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.DrivenTopology.utf8;
import static io.tidemark.app.Samples.outcome;
import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Resolution;
import io.tidemark.quarantine.ReplayTag;
import io.tidemark.quarantine.SourcePosition;
import io.tidemark.wire.AvroReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not joined goes to quarantine as it came, and can be fed from there again. */
class UnjoinedTest {
  private static final String MODEL =
      """
        - name: %s
          predictions: {topic: %s}
          outcomes:
            topic: outcomes
            hold: %s
            labels:
              - {name: click, window: 1h, positive: "outcome == 'click'"}
      """;
  private static final Duration HOLD = Duration.ofMinutes(2);

  /** The hold, the usual skew, and a tick. */
  private static final Duration GIVEN_UP = HOLD.plusSeconds(6);

  @TempDir Path state;
  private DrivenTopology topology;

  private void start(String... models) throws Exception {
    topology = new DrivenTopology("namespace: shop\nmodels:\n" + String.join("", models), state);
  }

  private static String model(String name) {
    return MODEL.formatted(name, "predictions", "2m");
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private TestRecord<byte[], byte[]> send(OutcomeLog log, Headers headers, Instant at) {
    byte[] value = topology.wire("outcomes", log);
    TestRecord<byte[], byte[]> record = new TestRecord<>(utf8("key"), value, headers, at);
    topology.send("outcomes", record);
    return record;
  }

  private Quarantined only() {
    List<Quarantined> all = topology.quarantined();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private long quarantined(String source, String reason) {
    return topology.metric(
        "tidemark_quarantined_total{reason=\"" + reason + "\",source=\"" + source + "\"}");
  }

  private long results(String model, String result) {
    return topology.metric(
        "tidemark_join_results_total{label=\"\",model=\""
            + model
            + "\",result=\""
            + result
            + "\"}");
  }

  private static PredictionLog of(String model, String request) {
    PredictionLog log = prediction(request, START, 0.5);
    log.setModel(model);
    return log;
  }

  @Test
  void outcomeWithoutAPredictionIsQuarantinedAsItCame() throws Exception {
    start(model("ranker"));
    assertThat(
            topology.exports("tidemark_quarantined_total{reason=\"ORPHAN\",source=\"outcomes\"}"))
        .isTrue();
    topology.outcome(outcome("other", "click", START));
    Headers headers = new RecordHeaders().add("client.id", utf8("shop")).add("x", null);
    Instant stamp = START.minusSeconds(3);
    TestRecord<byte[], byte[]> sent = send(outcome("r", "click", START), headers, stamp);
    topology.prediction(prediction("other", START, 0.5));
    topology.advance(HOLD);
    assertThat(topology.quarantined()).isEmpty();
    topology.advance(GIVEN_UP.minus(HOLD));

    TestRecord<byte[], byte[]> raw = topology.records("tidemark.quarantine").get(0);
    assertThat(raw.key()).isEqualTo(utf8("outcomes|0|1|" + stamp.toEpochMilli() + "|ORPHAN|"));
    assertThat(raw.headers().lastHeader("client.id").value()).isEqualTo(utf8("shop"));
    assertThat(quarantined("outcomes", "ORPHAN")).isEqualTo(1);
    assertThat(topology.counts("outcomes").get("quarantined")).as("it was valid").isZero();
    assertThat(results("ranker", "outcome_orphaned")).isEqualTo(1);
    Quarantined record =
        AvroReader.specific(topology.registry(), Quarantined.class).read(raw.value());
    assertThat(record.getReason()).isEqualTo("ORPHAN");
    assertThat(record.getDetail()).contains("'r'").contains("hold");
    assertThat(record.getKey()).isEqualTo(ByteBuffer.wrap(utf8("key")));
    assertThat(record.getValue()).isEqualTo(ByteBuffer.wrap(sent.value()));
    assertThat(record.getHeaders())
        .extracting(h -> h.getKey() + "=" + h.getValue())
        .containsExactly("client.id=" + ByteBuffer.wrap(utf8("shop")), "x=null");
    assertThat(record.getRecordTimestamp()).isEqualTo(stamp);
    assertThat(record.getSourceTopic()).isEqualTo("outcomes");
    assertThat(record.getSourcePartition()).isZero();
    assertThat(record.getSourceOffset()).isEqualTo(1);
    assertThat(record.getSchemaId()).isNotNull();
    topology.advance(Duration.ofDays(3));
    assertThat(topology.quarantined()).as("once").isEmpty();
  }

  @Test
  void copyThatIsFedOnceThePredictionIsThereIsJoined() throws Exception {
    start(model("ranker"));
    topology.outcome(outcome("r", "click", START));
    topology.advance(GIVEN_UP);
    Quarantined orphan = only();
    topology.prediction(prediction("r", START, 0.5));
    feed(orphan);

    assertThat(topology.labelled()).extracting(LabelledExample::getLabelValue).containsExactly(1.0);
    topology.advance(Duration.ofDays(2));
    assertThat(topology.quarantined()).isEmpty();
  }

  @Test
  void copyThatIsFedWithoutAPredictionIsHeldAndQuarantinedAgain() throws Exception {
    start(model("ranker"));
    topology.outcome(outcome("r", "click", START));
    topology.advance(GIVEN_UP);
    Quarantined orphan = only();
    feed(orphan);
    topology.advance(GIVEN_UP);

    Quarantined again = only();
    assertThat(again.getFirstSeen()).isEqualTo(orphan.getFirstSeen());
    assertThat(again.getSourceOffset()).isEqualTo(1);
  }

  /** As the command does; it comes when it is fed, which the driven topology does not know. */
  private void feed(Quarantined record) {
    ReplayTag tag =
        new ReplayTag(
            new SourcePosition(record.getSourceTopic(), 0, record.getSourceOffset()),
            1,
            record.getFirstSeen());
    Headers headers = new RecordHeaders();
    tag.after(List.of()).forEach(h -> headers.add(h.name(), h.value()));
    byte[] value = record.getValue().array();
    topology.send("outcomes", new TestRecord<>(null, value, headers, topology.now()));
  }

  @Test
  void outcomeThatJoinsInOneModelIsNoOrphan() throws Exception {
    start(model("first"), model("second"), model("third"));
    topology.prediction(of("second", "known"));
    topology.outcome(outcome("known", "click", START));
    topology.outcome(outcome("held", "click", START));
    topology.outcome(outcome("nobody's", "click", START));
    topology.prediction(of("third", "held"));
    topology.advance(GIVEN_UP);

    assertThat(only().getDetail()).contains("'nobody's'");
    assertThat(results("first", "outcome_orphaned")).isEqualTo(3);
    assertThat(quarantined("outcomes", "ORPHAN")).isEqualTo(1);
  }

  @Test
  void lastModelWhoseHoldEndsMakesTheOrphan() throws Exception {
    start(model("short"), MODEL.formatted("long", "others", "10m"));
    topology.outcome(outcome("r", "click", START));
    topology.outcome(outcome("s", "click", START));
    topology.advance(GIVEN_UP);
    assertThat(results("short", "outcome_orphaned")).isEqualTo(2);
    assertThat(topology.quarantined()).isEmpty();
    PredictionLog late = of("long", "s");
    topology.send("others", new TestRecord<>(null, topology.wire("others", late)));
    topology.advance(Duration.ofMinutes(9));

    assertThat(only().getDetail()).contains("'r'");
  }

  @Test
  void repeatOfAHeldOutcomeIsNoOrphanOfItsOwn() throws Exception {
    start(model("ranker"));
    topology.outcome(outcome("r", "click", START));
    topology.outcome(outcome("r", "click", START));
    topology.advance(GIVEN_UP);

    assertThat(only().getSourceOffset()).isZero();
    assertThat(results("ranker", "outcome_duplicate")).isEqualTo(1);
  }

  @Test
  void predictionOfAModelThatIsNotDeclaredIsQuarantined() throws Exception {
    start(model("ranker"), "  - {name: silent, predictions: {topic: predictions}}\n");
    topology.prediction(of("other", "r"));
    topology.prediction(of("silent", "r"));

    Quarantined record = only();
    assertThat(record.getReason()).isEqualTo("UNKNOWN_MODEL");
    assertThat(record.getDetail()).contains("'other'").contains("[ranker, silent]");
    assertThat(topology.counts("predictions"))
        .containsEntry("quarantined", 1L)
        .containsEntry("valid", 1L);
  }

  /** An hour, and the day for which requests are remembered. */
  @Test
  void predictionWhoseRequestMayBeForgottenIsQuarantinedAsItCame() throws Exception {
    start(model("ranker"));
    Instant old = START.minus(Duration.ofHours(25)).minusMillis(1);
    topology.prediction(prediction("kept", old.plusMillis(1), 0.5));
    byte[] value = topology.wire("predictions", prediction("r", old, 0.5));
    topology.send("predictions", new TestRecord<>(utf8("k"), value, new RecordHeaders(), START));

    Quarantined record = only();
    assertThat(record.getReason()).isEqualTo("PREDICTION_TOO_OLD");
    assertThat(record.getSourceTopic()).isEqualTo("predictions");
    assertThat(record.getSourceOffset()).isEqualTo(1);
    assertThat(record.getKey()).isEqualTo(ByteBuffer.wrap(utf8("k")));
    assertThat(record.getValue()).isEqualTo(ByteBuffer.wrap(value));
    assertThat(results("ranker", "prediction_expired")).isEqualTo(1);
    topology.advance(Duration.ofSeconds(1));
    assertThat(topology.labelled())
        .extracting(LabelledExample::getResolution)
        .containsExactly(Resolution.UNLABELLED);
    String labels = "tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"%s\"}";
    assertThat(topology.metric(labels.formatted("opened"))).isEqualTo(1);
    assertThat(topology.metric(labels.formatted("unlabelled"))).isEqualTo(1);
  }

  @Test
  void underStreamTimeAPredictionIsTooOldByWhatWasReadBefore() throws Exception {
    topology =
        new DrivenTopology(
            "namespace: shop\nclock: stream\nmax_time_step: 3650d\nmodels:\n" + model("ranker"),
            state);
    for (int i = 0; i < 3; i++) {
      topology.prediction(prediction("now" + i, START, 0.5));
    }
    topology.advance(Duration.ofSeconds(10));
    topology.prediction(prediction("r", START.minus(Duration.ofDays(2)), 0.5));

    assertThat(only().getReason()).isEqualTo("PREDICTION_TOO_OLD");
    assertThat(topology.records("tidemark.quarantine")).isEmpty();
  }
}

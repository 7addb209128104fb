package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.DrivenTopology.utf8;
import static io.tidemark.app.Samples.event;
import static io.tidemark.app.Samples.outcome;
import static io.tidemark.app.Samples.prediction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Removal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in quarantine that are about somebody go with them, as far as they could be read. */
class QuarantineErasureTest {
  private static final String GONE = "gone";
  private static final Duration LATER = Duration.ofSeconds(1);

  @TempDir Path state;
  private DrivenTopology topology;
  private final Map<String, Boolean> newest = new LinkedHashMap<>();

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(Samples.DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private void erase(String id, String entity, String key) {
    erase(id, entity, key, topology.now());
  }

  private void erase(String id, String entity, String key, Instant at) {
    Erasure request =
        Erasure.newBuilder()
            .setErasureId(id)
            .setNamespace("shop")
            .setEntity(entity)
            .setKey(key)
            .setRequestedAt(at)
            .build();
    byte[] value = topology.wire("tidemark.erasures", request);
    topology.send("tidemark.erasures", new TestRecord<>(utf8(id), value));
    topology.advance(Duration.ofMillis(200));
  }

  private ErasureReceipt receipt(String id) {
    return topology.receipts().stream()
        .filter(r -> r.getErasureId().equals(id) && r.getStage().equals("quarantine"))
        .findFirst()
        .orElseThrow();
  }

  /** The keys whose newest record in quarantine is one. */
  private List<String> quarantined() {
    topology
        .records("tidemark.quarantine")
        .forEach(r -> newest.put(new String(r.key(), UTF_8), r.value() != null));
    List<String> kept = new ArrayList<>();
    newest.forEach(
        (key, there) -> {
          if (there) {
            kept.add(key.substring(0, key.indexOf('|')) + " " + key.split("\\|")[4]);
          }
        });
    return kept;
  }

  /** One whose price breaks a rule. */
  private void broken(String user) {
    topology.event(event("e" + user, user, -1.0, topology.now()));
  }

  @Test
  void eventsAndPredictionsThatCouldBeReadGoAndOthersStay() {
    broken(GONE);
    broken("stays");
    PredictionLog unknown = prediction("r", START, 0.5);
    unknown.setUserId(GONE);
    unknown.setModel("nobody's");
    topology.prediction(unknown);
    PredictionLog old = prediction("s", START.minus(Duration.ofDays(9)), 0.5);
    old.setUserId(GONE);
    topology.prediction(old);
    topology.send("user-events", new TestRecord<>(utf8(GONE), new byte[] {7, 7}));
    topology.outcome(outcome("nobody", "click", START));
    topology.advance(Duration.ofDays(3));
    assertThat(quarantined())
        .containsExactlyInAnyOrder(
            "user-events RULE_FAILED",
            "user-events RULE_FAILED",
            "user-events BAD_MAGIC",
            "predictions UNKNOWN_MODEL",
            "predictions PREDICTION_TOO_OLD",
            "outcomes ORPHAN");
    erase("one", "user", GONE);
    assertThat(quarantined())
        .containsExactlyInAnyOrder(
            "user-events RULE_FAILED", "user-events BAD_MAGIC", "outcomes ORPHAN");
    ErasureReceipt receipt = receipt("one");
    assertThat(receipt.getRemovals())
        .extracting(Removal::getPlace, Removal::getItems)
        .containsExactly(tuple("tidemark.quarantine", 3L));
    assertThat(String.join(" ", receipt.getKept())).contains("do not decode or name nobody");
  }

  @Test
  void whatCameToQuarantineAfterwardsGoesIfItWasWrittenBefore() {
    Instant asked = topology.now().plus(LATER);
    topology.advance(LATER);
    erase("one", "user", GONE, asked);
    byte[] value = topology.wire("user-events", event("e", GONE, -1.0, START));
    topology.send("user-events", new TestRecord<>(utf8(GONE), value, START));
    assertThat(quarantined()).isEmpty();
    topology.advance(LATER);
    broken(GONE);
    assertThat(quarantined()).as("of later").hasSize(1);
    erase("again", "user", GONE, asked);
    assertThat(receipt("again").getStatus()).isEqualTo(ErasureStatus.NOT_FOUND);
    assertThat(quarantined()).hasSize(1);
  }

  @Test
  void itemIsErasedFromEventsThatNameIt() {
    broken("somebody");
    topology.advance(LATER);
    erase("one", "item", "item-1");
    assertThat(quarantined()).isEmpty();
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.COMPLETE);
  }
}

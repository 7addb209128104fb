package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.DrivenTopology.utf8;
import static io.tidemark.app.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.Quarantined;
import io.tidemark.definition.DefinitionException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests and tombstones on their way through the whole graph. */
class ErasureTopologyTest {
  private static final String DEFINITIONS =
      Samples.DEFINITIONS.replace(
          "partitioned_by: [user_id]", "partitioned_by: [user_id]\n    tombstones: erase");
  private static final Duration FLUSH = Duration.ofMillis(50);

  @TempDir Path state;
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private void ask(String id, String namespace, String entity, String key, Instant at) {
    Erasure request =
        Erasure.newBuilder()
            .setErasureId(id)
            .setNamespace(namespace)
            .setEntity(entity)
            .setKey(key)
            .setRequestedAt(at)
            .build();
    byte[] value = topology.wire("tidemark.erasures", request);
    topology.send("tidemark.erasures", new TestRecord<>(utf8(id), value));
  }

  private void settle() {
    for (int i = 0; i < 4; i++) {
      topology.advance(FLUSH);
    }
  }

  private List<String> receipts() {
    return topology.receipts().stream()
        .filter(r -> r.getStage().equals("features"))
        .map(r -> r.getErasureId() + " " + r.getStage() + " " + r.getStatus())
        .toList();
  }

  private long views() {
    settle();
    FeatureVector vector = topology.newestVectors("item").get("item-1");
    return vector == null ? 0 : (Long) vector.getValues().get("demand.views_5m");
  }

  @Test
  void entitiesWithAndWithoutARepartitionAreErased() {
    topology.event(event("e1", "a", 2.0, START));
    settle();
    topology.records("tidemark.features");
    ask("one", "shop", "user", "a", topology.now());
    ask("two", "shop", "item", "item-1", topology.now());
    settle();
    assertThat(receipts())
        .containsExactlyInAnyOrder("one features COMPLETE", "two features COMPLETE");
    assertThat(topology.records("tidemark.features"))
        .extracting(record -> new String(record.key()) + " " + (record.value() == null))
        .containsExactlyInAnyOrder("shop:user:a true", "shop:item:item-1 true");
    topology.event(event("e2", "a", 2.0, START.minusSeconds(1)));
    assertThat(views()).isZero();
    topology.event(event("e3", "a", 2.0, topology.now()));
    assertThat(views()).isOne();
    assertThat(topology.metric("tidemark_erasure_requests_total{entity=\"user\"}")).isOne();
    assertThat(
            topology.metric("tidemark_erasure_answers_total{entity=\"item\",status=\"complete\"}"))
        .isOne();
  }

  @Test
  void requestThatCannotBeCarriedOutIsAnswered() {
    ask("one", "shop", "usr", "a", topology.now());
    ask("two", "shop", "user", "a", topology.now().plusSeconds(3_600));
    ask("three", "elsewhere", "user", "a", topology.now());
    topology.send("tidemark.erasures", new TestRecord<>(null, new byte[] {7}));
    topology.send("tidemark.erasures", new TestRecord<>(utf8("four"), null));
    settle();
    List<ErasureReceipt> refused = topology.receipts();
    assertThat(refused).extracting(ErasureReceipt::getErasureId).containsExactly("one", "two");
    assertThat(refused).extracting(ErasureReceipt::getStatus).containsOnly(ErasureStatus.FAILED);
    assertThat(refused.get(0).getDetail()).contains("Unknown entity 'usr'");
    for (String reason : List.of("unknown_entity", "bad_time", "other_namespace")) {
      assertThat(topology.metric(refused(reason))).as(reason).isOne();
    }
    assertThat(topology.metric(refused("undecodable"))).isEqualTo(2);
    assertThat(topology.exports(refused("bad_key"))).as("before the first").isTrue();
  }

  private static String refused(String reason) {
    return "tidemark_erasure_refused_total{reason=\"" + reason + "\"}";
  }

  @Test
  void tombstoneErasesInTheOrderOfItsPartition() {
    topology.event(event("e1", "a", 2.0, START));
    topology.event(event("e2", "b", 2.0, START));
    topology.send("user-events", new TestRecord<>(utf8("a"), null));
    topology.event(event("e3", "a", 4.0, START.minusSeconds(30)));
    settle();
    assertThat(receipts()).containsExactly("tombstone:user-events:0:2 features COMPLETE");
    topology.rebuild("again");
    settle();
    assertThat(topology.newestVectors("user").get("a").getValues())
        .containsEntry("activity.spend_5m", 4.0);
    assertThat(
            topology.metric("tidemark_records_total{outcome=\"tombstone\",source=\"user_events\"}"))
        .isOne();
  }

  @Test
  void tombstoneThatNamesNobodyIsQuarantined() {
    topology.send("user-events", new TestRecord<>(null, null));
    topology.send("user-events", new TestRecord<>(new byte[] {0, 0, 0, 0, 1}, null));
    assertThat(topology.quarantined())
        .hasSize(2)
        .extracting(Quarantined::getReason)
        .containsOnly("MISSING_KEY");
  }

  @Test
  void erasingNeedsAKeyThatIsAnEntitys() {
    assertProblem(
        DEFINITIONS.replace("partitioned_by: [user_id]", "partitioned_by: [device]"),
        "partitioned_by must be the key of an entity");
    assertProblem(
        Samples.DEFINITIONS.replace(
            "topic: predictions}", "topic: predictions, tombstones: erase, fields: {}}"),
        "erase");
  }

  private void assertProblem(String definitions, String text) {
    assertThatThrownBy(() -> new DrivenTopology(definitions, state))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(text);
  }
}

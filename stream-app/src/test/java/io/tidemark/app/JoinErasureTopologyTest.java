package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.DrivenTopology.utf8;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to erase somebody reach the joins of predictions that name them. */
class JoinErasureTopologyTest {
  private static final String DEFINITIONS =
      Samples.DEFINITIONS.replace(
          "partitioned_by: [user_id]", "partitioned_by: [user_id]\n    tombstones: erase");
  private static final Duration CLOSE = Duration.ofMinutes(36);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final String GONE = "gone";

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

  private static PredictionLog of(String request, String user, Instant at) {
    PredictionLog log = prediction(request, at, 0.5);
    log.setUserId(user);
    return log;
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

  private long labels(String outcome) {
    return topology.metric(
        "tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"" + outcome + "\"}");
  }

  private long results(String result) {
    return topology.metric(
        "tidemark_join_results_total{label=\"\",model=\"ranker\",result=\"" + result + "\"}");
  }

  private ErasureReceipt receipt(String id) {
    return topology.receipts().stream()
        .filter(r -> r.getErasureId().equals(id) && r.getStage().equals("join-ranker"))
        .findFirst()
        .orElseThrow();
  }

  /** The keys whose newest record on the topic is an example. */
  private Set<String> fold(Set<String> examples) {
    topology
        .records("tidemark.labelled")
        .forEach(
            record -> {
              String key = new String(record.key(), UTF_8);
              if (record.value() == null) {
                examples.remove(key);
              } else {
                examples.add(key);
              }
            });
    return examples;
  }

  /** Where a text is in the stores of the join. */
  private List<String> places(String text) {
    List<String> places = new ArrayList<>();
    for (String store : List.of("join-ranker", "due-join-ranker", "erasures-join-ranker")) {
      topology.forEachStored(
          store,
          (key, value) -> {
            if ((new String(key, UTF_8) + new String(value, UTF_8)).contains(text)) {
              places.add(store + " " + new String(key, UTF_8));
            }
          });
    }
    return places;
  }

  private long rows(String store) {
    List<byte[]> keys = new ArrayList<>();
    topology.forEachStored(store, (key, value) -> keys.add(key));
    return keys.size();
  }

  @Test
  void pendingDecidedAndClosedRequestsGoAndOthersStay() {
    topology.prediction(of("closed", GONE, START));
    topology.prediction(of("other-closed", "stays", START));
    topology.advance(CLOSE);
    topology.prediction(of("decided", GONE, topology.now()));
    topology.outcome(outcome("decided", "click", topology.now()));
    topology.prediction(of("pending", GONE, topology.now()));
    topology.prediction(of("other", "stays", topology.now()));
    Set<String> examples = fold(new LinkedHashSet<>());
    assertThat(examples).contains("ranker|closed|click", "ranker|decided|click");
    assertThat(places(GONE)).isNotEmpty();

    topology.advance(LATER);
    erase("one", "user", GONE, topology.now());
    assertThat(fold(examples)).containsExactly("ranker|other-closed|click");
    assertThat(places(GONE)).isEmpty();
    assertThat(rows("requests-ranker")).as("of those who stay").isEqualTo(2);
    ErasureReceipt receipt = receipt("one");
    assertThat(receipt.getStatus()).isEqualTo(ErasureStatus.COMPLETE);
    assertThat(receipt.getRemovals())
        .extracting(Removal::getPlace, Removal::getItems)
        .containsExactly(tuple("join-ranker", 3L), tuple("tidemark.labelled", 2L));
    assertThat(receipt.getStages()).containsExactly("features", "quarantine", "join-ranker");
    assertThat(String.join(" ", receipt.getKept())).contains("do not name the entity");
    assertThat(topology.metric("tidemark_erasure_examples_total{model=\"ranker\"}")).isEqualTo(2);

    topology.advance(CLOSE);
    assertThat(fold(examples)).as("nothing returns").hasSize(2).contains("ranker|other|click");
    assertThat(labels("opened")).isEqualTo(5);
    assertThat(labels("erased")).isOne();
    assertThat(labels("joined") + labels("timed_out") + labels("pending")).isEqualTo(4);
  }

  @Test
  void whatHappenedBeforeDoesNotComeBackAndWhatComesLaterStartsFromNothing() {
    topology.outcome(outcome("under-way", "click", START));
    topology.prediction(of("pending", GONE, START));
    topology.advance(LATER);
    Instant asked = topology.now();
    erase("one", "user", GONE, asked);
    topology.prediction(of("under-way", GONE, START));
    topology.prediction(of("pending", GONE, START));
    topology.outcome(outcome("pending", "click", START));
    assertThat(places(GONE)).isEmpty();
    assertThat(results("prediction_erased")).isOne();
    assertThat(results("prediction_repeated")).isOne();
    assertThat(results("outcome_erased")).isEqualTo(2);
    assertThat(topology.quarantined()).isEmpty();

    topology.prediction(of("later", GONE, asked));
    topology.outcome(outcome("later", "click", asked.plusSeconds(1)));
    assertThat(fold(new LinkedHashSet<>())).containsExactly("ranker|later|click");
    topology.advance(Duration.ofDays(40));
    assertThat(topology.quarantined()).as("no orphan of them").isEmpty();
  }

  @Test
  void predictionMadeLaterStaysWhereTheRequestComesLate() {
    Instant asked = START.minusSeconds(5);
    topology.prediction(of("before", GONE, asked.minusSeconds(1)));
    topology.prediction(of("after", GONE, asked));
    erase("one", "user", GONE, asked);
    topology.advance(CLOSE);
    assertThat(fold(new LinkedHashSet<>())).containsExactly("ranker|after|click");
    erase("two", "user", GONE, topology.now());
    assertThat(receipt("two").getRemovals())
        .extracting(Removal::getItems)
        .as("still known by its entity")
        .containsExactly(1L, 1L);
  }

  @Test
  void requestOfOldChangesNothingAndIsAnswered() {
    topology.advance(LATER);
    erase("one", "user", GONE, topology.now());
    topology.prediction(of("later", GONE, topology.now()));
    topology.advance(CLOSE);
    erase("old", "user", GONE, START);
    assertThat(fold(new LinkedHashSet<>())).containsExactly("ranker|later|click");
    assertThat(receipt("old").getStatus()).isEqualTo(ErasureStatus.NOT_FOUND);
  }

  @Test
  void entityIsNamedByItsFieldOrUnderItsName() {
    PredictionLog item = of("item", "somebody", START);
    item.setItemId("i|1");
    topology.prediction(item);
    PredictionLog further = of("further", null, START);
    further.setEntityKeys(Map.of("item", "i|1", "shop", "s"));
    topology.prediction(further);
    topology.advance(CLOSE);
    erase("one", "item", "i|1", topology.now());
    assertThat(fold(new LinkedHashSet<>())).isEmpty();
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.COMPLETE);
  }

  @Test
  void tombstoneOfASourceErasesRequestsToo() {
    topology.prediction(of("pending", GONE, START));
    topology.advance(LATER);
    topology.send("user-events", new TestRecord<>(utf8(GONE), null));
    topology.advance(Duration.ofMillis(200));
    assertThat(places(GONE)).isEmpty();
    topology.prediction(of("under-way", GONE, START));
    assertThat(results("prediction_erased")).isOne();
    assertThat(receipt("tombstone:user-events:0:0").getStatus()).isEqualTo(ErasureStatus.COMPLETE);
  }

  /** More than a task removes at once, others in between. */
  @Test
  void entityOfManyRequestsIsErasedInSteps() {
    int many = 4_500;
    for (int i = 0; i < many; i++) {
      topology.prediction(of("r" + i, i % 3 == 2 ? "stays" : GONE, START));
    }
    topology.advance(LATER);
    erase("one", "user", GONE, topology.now());
    erase("two", "user", "stays", topology.now());
    topology.advance(Duration.ofMillis(200));
    assertThat(receipt("one").getRemovals()).extracting(Removal::getItems).containsExactly(3_000L);
    assertThat(rows("requests-ranker")).isZero();
    assertThat(rows("erasures-join-ranker")).as("hashes of two names").isEqualTo(2);
    assertThat(labels("erased")).isEqualTo(many);
    assertThat(topology.metric("tidemark_erasure_joins_waiting{model=\"ranker\"}")).isZero();
  }

  @Test
  void whatNobodyKeepsAnyMoreIsForgotten() {
    topology.prediction(of("r", "stays", START));
    for (int day = 0; day < 400; day++) {
      topology.advance(Duration.ofDays(1));
      if (day == 360) {
        assertThat(rows("requests-ranker")).isOne();
      }
    }
    assertThat(rows("requests-ranker")).isZero();
  }
}

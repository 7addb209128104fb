package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.Quarantined;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history in which one event has a wrong year, through the whole topology. */
class StreamTimeTopologyTest {
  private static final Instant HISTORY = START.minus(Duration.ofDays(5_000));
  private static final Instant WRONG = HISTORY.plus(Duration.ofDays(3_650));
  private static final int ENOUGH = 30;

  @TempDir Path state;
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    String definitions =
        Samples.DEFINITIONS.replace("namespace: shop", "namespace: shop\nclock: stream");
    topology = new DrivenTopology(definitions, state);
    topology.event(event("e1", "a", 1.0, HISTORY));
    topology.event(event("e2", "a", 1.0, HISTORY.plusSeconds(1)));
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private void others(int count) {
    for (int i = 0; i < count; i++) {
      topology.event(event("o" + i, "a", 1.0, HISTORY.plusSeconds(2)));
    }
  }

  private List<String> quarantined() {
    return topology.quarantined().stream().map(Quarantined::getReason).toList();
  }

  private long heldSeconds() {
    topology.advance(Duration.ofSeconds(1));
    return topology.metric("tidemark_source_time_held_seconds{source=\"user_events\"}");
  }

  @Test
  void wrongYearIsHeldAndThenRefusedWithItsBytesAndItsIdIsNotRemembered() {
    byte[] wrong = topology.wire("user-events", event("w", "b", 1.0, WRONG));
    topology.send("user-events", new TestRecord<>(new byte[] {7}, wrong));
    assertThat(heldSeconds()).isEqualTo(3_650L * 86_400 - 1);
    others(ENOUGH - 1);
    assertThat(topology.counts("user_events")).containsEntry("valid", 2L + ENOUGH - 1);
    assertThat(quarantined()).isEmpty();
    others(ENOUGH + 1);

    List<Quarantined> refused = topology.quarantined();
    assertThat(refused).extracting(Quarantined::getReason).containsOnly("TIME_JUMP");
    assertThat(refused.get(0).getValue()).isEqualTo(ByteBuffer.wrap(wrong));
    assertThat(refused.get(0).getKey()).isEqualTo(ByteBuffer.wrap(new byte[] {7}));
    assertThat(refused.get(0).getSourceOffset()).isEqualTo(2);
    assertThat(heldSeconds()).isZero();
    topology.event(event("w", "b", 1.0, HISTORY.plusSeconds(3)));
    assertThat(topology.counts("user_events"))
        .as("under the same id, corrected")
        .containsEntry("valid", 2L + ENOUGH + 2)
        .containsEntry("duplicate", (long) ENOUGH - 1);
  }

  @Test
  void whatOthersConfirmIsCountedAndSentOfTheNewTime() {
    Instant morning = HISTORY.plus(Duration.ofHours(10));
    topology.event(event("m1", "a", 1.0, morning));
    topology.event(event("m2", "b", 1.0, morning.plusSeconds(5)));
    topology.advance(Duration.ofSeconds(1));
    assertThat(topology.newestVectors("user").get("a").getAsOf()).isBefore(morning);
    topology.event(event("m3", "c", 1.0, morning.plusSeconds(9)));
    topology.advance(Duration.ofSeconds(1));

    Map<String, FeatureVector> vectors = topology.newestVectors("user");
    assertThat(vectors.keySet()).contains("a", "b", "c");
    assertThat(vectors.get("a").getAsOf()).isEqualTo(morning.plusSeconds(9));
    assertThat(topology.counts("user_events")).containsEntry("valid", 5L);
    assertThat(quarantined()).isEmpty();
  }
}

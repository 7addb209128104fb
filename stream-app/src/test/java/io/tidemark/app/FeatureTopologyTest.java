package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.VectorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features as the topology sends them, on a wall clock that moves without events. */
class FeatureTopologyTest {
  private static final Duration FLUSH = Duration.ofMillis(50);

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

  private FeatureVector newest(String user) {
    return topology.newestVectors("user").get(user);
  }

  @Test
  void eventsOfOneFlushAreOneVector() {
    topology.event(event("e1", "a", 2.0, START));
    topology.event(event("e2", "a", 4.0, START));
    topology.event(event("e3", "b", 8.0, START));
    topology.advance(FLUSH);

    assertThat(topology.vectors())
        .filteredOn(vector -> vector.getEntity().equals("user"))
        .extracting(FeatureVector::getKey, vector -> vector.getValues().get("activity.spend_5m"))
        .containsExactly(tuple("a", 6.0), tuple("b", 8.0));
  }

  @Test
  void entityOfAnotherKeyIsReachedThroughARepartition() {
    topology.event(event("e1", "a", 2.0, START));
    topology.event(event("e2", "b", 4.0, START));
    topology.advance(FLUSH);

    FeatureVector vector = topology.newestVectors("item").get("item-1");
    assertThat(vector.getValues()).isEqualTo(Map.of("demand.views_5m", 2L));
    assertThat(vector.getNamespace()).isEqualTo("shop");
  }

  @Test
  void windowsSlideWithoutEvents() {
    topology.event(event("e1", "a", 2.0, START));
    topology.advance(FLUSH);
    FeatureVector before = newest("a");
    assertThat(before.getValues()).containsEntry("activity.events_5m", 1L);
    assertThat(before.getValues()).containsEntry("activity.price_mean_5m", 2.0);
    assertThat(before.getNewestEventTime()).isEqualTo(START);

    topology.advance(Duration.between(topology.now(), before.getValidUntil()).minusMillis(1));
    assertThat(topology.vectors()).as("nothing changes before valid_until").isEmpty();

    FeatureVector after = sentAt(before.getValidUntil());
    assertThat(before.getValidUntil())
        .isAfter(START.plus(Duration.ofMinutes(5)).minus(Duration.ofSeconds(25)))
        .isBeforeOrEqualTo(START.plus(Duration.ofMinutes(5)).plus(Duration.ofSeconds(25)));
    assertThat(after.getAsOf()).isAfterOrEqualTo(before.getValidUntil());
    assertThat(after.getRevision()).as("of the same input").isEqualTo(before.getRevision());
    assertThat(after.getNewestEventTime()).as("no event is new").isNull();
  }

  /** The vector of user a after the clock has come to an instant, and timers had their jitter. */
  private FeatureVector sentAt(Instant instant) {
    topology.advance(Duration.between(topology.now(), instant).plusMillis(500));
    return newest("a");
  }

  @Test
  void quietUserGoesToNothingStepByStep() {
    topology.event(event("e1", "a", 2.0, START));
    topology.advance(FLUSH);
    FeatureVector vector = newest("a");
    int steps = 0;
    while (vector.getValidUntil() != null && steps < 20) {
      vector = sentAt(vector.getValidUntil());
      assertThat(vector).as("step %d at %s", steps, topology.now()).isNotNull();
      steps++;
      boolean gone = topology.now().isAfter(START.plus(Duration.ofMinutes(6)));
      if (gone) {
        assertThat(vector.getValues())
            .containsEntry("activity.events_5m", 0L)
            .containsEntry("activity.spend_5m", 0.0)
            .doesNotContainKey("activity.price_mean_5m");
      }
    }
    assertThat(vector.getValues()).containsEntry("activity.events_1h", 0L);
    assertThat(vector.getStatus()).isEqualTo(VectorStatus.READY);
    assertThat(vector.getWarming()).isEmpty();
    topology.advance(Duration.ofDays(1));
    assertThat(topology.vectors()).as("nothing is left that could change").isEmpty();
  }

  @Test
  void outOfOrderEventIsAppliedAndLateOneChangesNothing() {
    topology.event(event("e1", "a", 2.0, START));
    topology.event(event("e2", "a", 3.0, START.minus(Duration.ofMinutes(4))));
    topology.event(event("e3", "a", 5.0, START.minus(Duration.ofHours(2))));
    topology.advance(FLUSH);

    assertThat(newest("a").getValues())
        .containsEntry("activity.events_5m", 2L)
        .containsEntry("activity.events_1h", 2L)
        .containsEntry("activity.spend_5m", 5.0);
  }

  @Test
  void valuesWarmUntilTheirWindowIsCovered() {
    topology.event(event("e1", "a", 2.0, START));
    topology.advance(FLUSH);
    assertThat(newest("a").getWarming()).contains("activity.events_5m", "activity.events_1h");

    topology.advance(Duration.ofMinutes(6));
    assertThat(newest("a").getWarming()).containsExactly("activity.events_1h");
  }

  /** More entities than the heap holds: the first are read back from the store. */
  @Test
  void entityThatLeftTheHeapComesBackAsItWas() {
    int users = 250;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < users; i++) {
        topology.event(event("e" + round + "-" + i, "u" + i, 1.0, START));
      }
    }
    topology.advance(FLUSH);

    Map<String, FeatureVector> newest = topology.newestVectors("user");
    assertThat(newest).hasSize(users);
    assertThat(newest.values())
        .allSatisfy(v -> assertThat(v.getValues()).containsEntry("activity.spend_5m", 3.0));

    topology.advance(Duration.ofMinutes(6));
    assertThat(topology.newestVectors("user").values())
        .hasSize(users)
        .allSatisfy(v -> assertThat(v.getValues()).containsEntry("activity.spend_5m", 0.0));
  }

  /** The second version of a group that reaches its entity through a repartition topic. */
  @Test
  void versionsRunSideBySideAndTheNewestThatHasCaughtUpIsServed() throws Exception {
    String both =
        Samples.DEFINITIONS.replace(
            "models:",
            """
              - group: demand
                version: 2
                source: user_events
                entity: item
                where: "price >= 3.0"
                aggregate:
                  - {name: views, op: count, windows: [5m]}
            models:""");
    try (DrivenTopology versions = new DrivenTopology(both, state.resolve("both"))) {
      versions.event(event("e1", "a", 2.0, START));
      versions.event(event("e2", "b", 4.0, START));
      versions.advance(FLUSH);

      FeatureVector vector = versions.newestVectors("item").get("item-1");
      assertThat(vector.getGroupVersions()).isEqualTo(Map.of("demand", 2));
      assertThat(vector.getValues()).isEqualTo(Map.of("demand.views_5m", 1L));
    }
  }

  @Test
  void rebuildReachesEveryEntity() {
    topology.event(event("e1", "a", 2.0, START));
    topology.event(event("e2", "b", 4.0, START));
    topology.advance(FLUSH);
    topology.advance(FLUSH);
    topology.vectors();
    topology.rebuild("r1");
    topology.advance(FLUSH);

    assertThat(topology.vectors())
        .extracting(FeatureVector::getEntity, FeatureVector::getKey)
        .containsExactlyInAnyOrder(tuple("user", "a"), tuple("user", "b"), tuple("item", "item-1"));
  }

  @Test
  void revisionsGrow() {
    long before = -1;
    for (int i = 0; i < 20; i++) {
      topology.event(event("e" + i, "a", 1.0, START));
      topology.advance(FLUSH);
      long revision = newest("a").getRevision();
      assertThat(revision).isGreaterThan(before);
      before = revision;
    }
  }
}

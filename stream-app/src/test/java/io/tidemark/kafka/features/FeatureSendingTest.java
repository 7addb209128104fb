package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.entity.EntityScan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When vectors are sent that no event asked for, and when one is not. */
class FeatureSendingTest extends FeatureFixture {
  @Test
  void rebuildSendsEveryVectorAgainOnce() {
    runFirstVersion();
    wall.advance(Duration.ofMillis(10));
    rebuilds.ask("r1");
    List<FeatureVector> again = flush();
    assertThat(again).extracting(v -> v.getValues().get("g.n_1h")).containsExactly(2L, 1L);
    assertThat(again).allSatisfy(v -> assertThat(v.getNewestEventTime()).isNull());
    assertThat(again).allSatisfy(v -> assertThat(v.getRevision()).isGreaterThan(START_MS));
    assertThat(flush()).isEmpty();
    assertThat(rebuilds.done).as("not committed").isEmpty();
    hook.flushCache();
    assertThat(flush()).isEmpty();
    assertThat(rebuilds.done).containsEntry("user/0", "r1");
    rebuilds.done.clear();
    rebuilds.ask("");
    start(FIRST);
    assertThat(flush()).as("remembered").isEmpty();
    assertThat(rebuilds.done).containsEntry("user/0", "r1");
    assertThat(export.scrape()).contains("tidemark_feature_swept_total{entity=\"user\"} 2.0");
  }

  @Test
  void rebuildSendsWhatTheStoreDoesNotKnowYet() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    event("a", false, FIRST);
    flush();
    rebuilds.ask("r1");
    assertThat(flush()).extracting(FeatureVector::getKey).containsExactly("a");
  }

  @Test
  void sweepIsBoundedPerFlush() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    int entities = EntityScan.ENTITIES_PER_STEP + 10;
    for (int i = 0; i < entities; i++) {
      event("u" + i, false, FIRST);
    }
    flush();
    hook.flushCache();
    rebuilds.ask("r1");
    assertThat(flush()).hasSize(EntityScan.ENTITIES_PER_STEP);
    assertThat(flush()).hasSize(10);
    assertThat(flush()).isEmpty();
  }

  @Test
  void hotKeyCostsOneVectorPerFlushAndItsLastValueIsSent() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    flush();
    List<FeatureVector> all = new ArrayList<>();
    for (int batch = 0; batch < 20; batch++) {
      for (int i = 0; i < 500; i++) {
        event("hot", false, FIRST);
      }
      all.addAll(flush());
    }
    assertThat(all).hasSize(20);
    assertThat(all.get(19).getValues()).containsEntry("g.n_1h", 10_000L);
  }

  @Test
  void vectorThatSaysTheSameIsSentAgainOnlyForItsTimeToLive() {
    FeatureGroup counted = distinct("g", Duration.ofHours(2));
    start(counted);
    caughtUp(counted, 0, 1);
    flush();
    event("a", false, counted);
    assertThat(flush()).hasSize(1);
    assertThat(sentInAnHour(counted)).as("at every quarter of two hours").isEqualTo(2);
    assertThat(export.scrape()).contains("tidemark_feature_unchanged_total{entity=\"user\"} 58.0");
  }

  @Test
  void groupThatHoldsLongestDoesNotKeepTheOthersFromBeingTold() {
    FeatureGroup counted = distinct("g", Duration.ofHours(2));
    FeatureGroup kept = distinct("h", Duration.ofDays(90));
    start(counted, kept);
    caughtUp(counted, 0, 1);
    caughtUp(kept, 0, 1);
    flush();
    event("a", false, counted, kept);
    assertThat(flush()).hasSize(1);
    assertThat(sentInAnHour(counted)).as("at every quarter of two hours").isEqualTo(2);
  }

  /** How many vectors follow events of one user, a minute apart, that change no value. */
  private int sentInAnHour(FeatureGroup group) {
    int sent = 0;
    for (int i = 0; i < 60; i++) {
      wall.advance(Duration.ofMinutes(1));
      event("a", false, wall.millis(), group);
      sent += flush().size();
    }
    return sent;
  }

  /** Counts what is not counted twice. */
  private static FeatureGroup distinct(String name, Duration ttl) {
    return new FeatureGroup(
        name,
        1,
        null,
        "events",
        "user",
        null,
        ttl,
        List.of(
            new Aggregate(
                "n", AggregateOp.COUNT, "x", List.of(new Window("1h", Duration.ofHours(1))))),
        List.of());
  }

  @Test
  void timersOfOneInstantDoNotRunAllAtOnce() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    for (int i = 0; i < 200; i++) {
      event("u" + i, false, START_MS, FIRST);
    }
    long dueMs = flush().get(0).getValidUntil().toEpochMilli();
    hook.flushCache();
    wall.advance(Duration.ofMillis(dueMs - wall.millis()));
    int first = flush().size();
    wall.advance(Duration.ofMillis(200));
    int second = flush().size();
    wall.advance(Duration.ofMillis(200));
    int third = flush().size();
    assertThat(first + second + third).isEqualTo(200);
    assertThat(second).isBetween(50, 150);
    assertThat(third).isBetween(50, 150);
  }

  @Test
  void lateTimerRebuildsBeforeItApplies() {
    runFirstVersion();
    wall.advance(Duration.ofHours(3));
    event("a", false, wall.millis(), FIRST);
    start(FIRST);
    event("a", false, wall.millis(), FIRST);
    wall.advance(Duration.ofSeconds(1));
    assertThat(flush())
        .filteredOn(v -> v.getKey().equals("a"))
        .allSatisfy(v -> assertThat(v.getValues()).containsEntry("g.n_1h", 1L));
  }
}

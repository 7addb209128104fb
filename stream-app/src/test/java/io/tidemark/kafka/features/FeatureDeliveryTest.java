package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.entity.EntityScan;
import io.tidemark.entity.UnsentKeys;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the store when it is away or slow, and when tasks die or are taken over. */
class FeatureDeliveryTest extends FeatureFixture {
  @BeforeEach
  void begin() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    flush();
  }

  private void events(int each, String... users) {
    for (String user : users) {
      for (int i = 0; i < each; i++) {
        event(user, false, FIRST);
      }
    }
  }

  private void commit() {
    hook.flushCache();
  }

  /** Lets the longest pause between two tries pass. */
  private void wait1s() {
    wall.advance(Duration.ofSeconds(1));
    flush();
    flush();
  }

  private TreeMap<String, Object> counts() {
    TreeMap<String, Object> counts = new TreeMap<>();
    store.rows().forEach((key, row) -> counts.put(key.key(), row.values().get("g.n_1h")));
    return counts;
  }

  private FeatureRow row(String user) {
    return store.rows().get(new EntityKey("shop", "user", user));
  }

  @Test
  void changesOfAnOutageBecomeOneRowEach() {
    store.fail("gone");
    for (int i = 0; i < 50; i++) {
      events(1, "a", "b");
      flush();
      commit();
    }
    assertThat(counts()).isEmpty();
    assertThat(store.attempts()).as("tried now and then").isLessThan(20);
    store.recover();
    wait1s();
    assertThat(counts()).containsEntry("a", 50L).containsEntry("b", 50L).hasSize(2);
    assertThat(store.written()).hasSize(2);
    assertThat(export.scrape()).contains("tidemark_store_lag 0.0");
  }

  @Test
  void whatIsNotAcknowledgedWhenItIsCommittedIsSentByTheNextOwner() {
    store.hold();
    events(3, "a");
    flush();
    commit();
    start(FIRST);
    store.release();
    FeatureRow lost = row("a");
    flush();
    assertThat(row("a").revision()).isEqualTo(lost.revision());
    assertThat(row("a").asOfMs()).isGreaterThan(lost.asOfMs());
    assertThat(counts()).containsEntry("a", 3L);
    commit();
    start(FIRST);
    int before = store.written().size();
    flush();
    assertThat(store.written()).as("acknowledged by now").hasSize(before);
  }

  /** What was sent and not committed is read again; until then the store holds more. */
  @Test
  void storeKeepsWhatTheLastOwnerSentUntilTheNextHasReadItAgain() {
    events(1, "a");
    commit();
    events(4, "a");
    flush();
    assertThat(counts()).containsEntry("a", 5L);
    start(FIRST);
    for (int count = 2; count <= 4; count++) {
      events(1, "a");
      wait1s();
      assertThat(counts()).as("has %s and has sent it", count).containsEntry("a", 5L);
    }
    assertThat(export.scrape()).as("one for the commit too").contains("outcome=\"stale\"} 4.0");
    events(1, "a");
    flush();
    assertThat(counts()).containsEntry("a", 5L);
    assertThat(row("a").asOfMs()).as("of the next owner").isEqualTo(wall.millis());
    wait1s();
    assertThat(counts()).containsEntry("a", 5L);
    events(1, "a");
    flush();
    assertThat(counts()).containsEntry("a", 6L);
  }

  @Test
  void whatFailedIsSentAgainByTheNextOwnerThoughItSaysTheSame() {
    store.failOnce(new EntityKey("shop", "user", "a"));
    events(3, "a");
    flush();
    commit();
    start(FIRST);
    wait1s();
    assertThat(counts()).containsEntry("a", 3L);
  }

  @Test
  void entitiesThatLeftTheHeapDuringAnOutageAreSentAfterIt() {
    store.fail("gone");
    flush();
    for (int i = 0; i < 500; i++) {
      events(1, "u" + i);
    }
    flush();
    for (int i = 0; i < 500; i++) {
      events(1, "u" + i);
    }
    commit();
    store.recover();
    wait1s();
    assertThat(counts()).hasSize(500).allSatisfy((user, count) -> assertThat(count).isEqualTo(2L));
  }

  @Test
  void moreThanCanBeNamedAreSentByAScanOfAll() {
    store.fail("gone");
    flush();
    int users = UnsentKeys.MOST_PENDING + 200;
    for (int i = 0; i < users; i++) {
      events(1, "u" + i);
    }
    flush();
    commit();
    store.recover();
    wall.advance(Duration.ofSeconds(1));
    for (int i = 0; i < users / EntityScan.ENTITIES_PER_STEP + 3; i++) {
      flush();
    }
    assertThat(counts()).hasSize(users);
  }

  @Test
  void moreThanACommitCanNameAreSentByTheNextOwner() {
    String key = "k".repeat(UnsentKeys.MOST_CHARACTERS / 2);
    store.fail("gone");
    events(2, key + 1, key + 2, "a");
    flush();
    commit();
    store.recover();
    start(FIRST);
    wait1s();
    assertThat(counts()).hasSize(3).allSatisfy((user, count) -> assertThat(count).isEqualTo(2L));
  }

  @Test
  void rebuildIsDoneWhenItsRowsAreAcknowledged() {
    events(1, "a", "b");
    flush();
    commit();
    rebuilds.ask("r1");
    store.hold();
    flush();
    commit();
    flush();
    assertThat(rebuilds.done).as("not acknowledged").isEmpty();
    store.release();
    flush();
    assertThat(rebuilds.done).containsEntry("user/0", "r1");
  }

  @Test
  void rebuildIsNotDoneWhileARowOfItFails() {
    events(1, "a", "b");
    flush();
    commit();
    rebuilds.ask("r1");
    store.failOnce(new EntityKey("shop", "user", "b"));
    flush();
    commit();
    flush();
    assertThat(rebuilds.done).isEmpty();
    wait1s();
    assertThat(rebuilds.done).containsEntry("user/0", "r1");
  }

  /** One that was stopped for a while, say, and does not know yet that it owns nothing any more. */
  @Test
  void formerOwnerLeavesNoOlderValueBehind() {
    events(1, "a");
    flush();
    commit();
    FeatureProcessor former = processor;
    MockProcessorContext<String, SpecificRecord> formerContext = context;
    wall.advance(Duration.ofSeconds(-30));
    start(FIRST);
    events(5, "a");
    flush();
    assertThat(counts()).containsEntry("a", 6L);
    processor = former;
    context = formerContext;
    wall.advance(Duration.ofMinutes(1));
    events(1, "a");
    flush();
    assertThat(counts()).containsEntry("a", 6L);
    assertThat(store.attempts()).as("it was refused").isEqualTo(store.written().size() + 1);
  }

  @Test
  void timersWaitForTheStore() {
    events(1, "a");
    flush();
    commit();
    long dueMs = row("a").validUntilMs().orElseThrow();
    store.fail("gone");
    events(1, "b");
    flush();
    wall.advance(Duration.ofMillis(dueMs + setup.jitterMs() - wall.millis()));
    flush();
    FeatureRow before = row("a");
    assertThat(before.validUntilMs()).as("right when it was written").hasValue(dueMs);
    store.recover();
    wait1s();
    assertThat(row("a").asOfMs()).isGreaterThanOrEqualTo(dueMs);
  }
}

package io.tidemark.kafka.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import io.tidemark.contribution.EntityInput;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** What a task does when one of its entities is to be erased. */
class FeatureErasureTest extends FeatureFixture {
  private static final String KEY = "person-17";

  private void begin() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    event(KEY, false, FIRST);
    event(KEY, false, FIRST);
    event("b", false, FIRST);
    flush();
    commit();
    wall.advance(Duration.ofSeconds(1));
  }

  private void commit() {
    hook.flushCache();
  }

  private void erase(String id, String key) {
    erase(id, key, wall.millis(), true, 1);
  }

  private void erase(String id, String key, long beforeMs, boolean requested, int parts) {
    EntityInput asked = new EntityInput.Erased(id, beforeMs, requested, parts);
    processor.process(new Record<>(key, asked, wall.millis()));
  }

  private void now(String user) {
    event(user, false, wall.millis(), FIRST);
  }

  private FeatureRow row(String user) {
    return store.rows().get(new EntityKey("shop", "user", user));
  }

  private ErasureReceipt receipt(String id) {
    sent();
    return (ErasureReceipt) others.get(id);
  }

  /** Every place in the stores, keys and values, that has the text. */
  private List<String> places(String text) {
    List<String> places = new ArrayList<>();
    for (KeyValueStore<String, byte[]> each : List.of(states, erasures)) {
      try (KeyValueIterator<String, byte[]> rows = each.all()) {
        rows.forEachRemaining(
            row -> {
              if (row.key.contains(text) || new String(row.value, UTF_8).contains(text)) {
                places.add(each.name() + " " + row.key);
              }
            });
      }
    }
    try (KeyValueIterator<Bytes, byte[]> rows = timers.all()) {
      rows.forEachRemaining(
          row -> {
            if (new String(row.key.get(), UTF_8).contains(text)) {
              places.add(timers.name());
            }
          });
    }
    return places;
  }

  @Test
  void nothingIsLeftOfAnEntityOnceTheStoreHasAnswered() {
    begin();
    assertThat(places(KEY)).contains("features-user " + KEY, "due-features-user");
    erase("one", KEY);
    assertThat(places(KEY))
        .as("under way")
        .singleElement()
        .asString()
        .startsWith("erasures-user pone");
    flush();
    assertThat(row(KEY)).as("not before it is committed").isNotNull();
    assertThat(receipt("one")).isNull();

    commit();
    flush();
    assertThat(row(KEY)).isNull();
    flush();
    ErasureReceipt receipt = receipt("one");
    assertThat(receipt.getStatus()).isEqualTo(ErasureStatus.COMPLETE);
    assertThat(receipt.getKeyHash()).isEqualTo(ErasureReceipts.keyHash("shop", "user", KEY));
    assertThat(receipt.getRemovals())
        .extracting(removal -> removal.getPlace() + " " + removal.getPartition())
        .containsExactly("features-user 0", "redis null", "tidemark.features null");
    assertThat(receipt.getKept()).isNotEmpty();
    assertThat(others).containsEntry("shop:user:" + KEY, null);
    commit();
    assertThat(places(KEY)).isEmpty();
    assertThat(row("b").values()).containsEntry("g.n_1h", 1L);
  }

  @Test
  void whatComesLaterStartsFromNothing() {
    begin();
    erase("one", KEY);
    now(KEY);
    flush();
    commit();
    flush();
    flush();
    assertThat(row(KEY).values()).containsEntry("g.n_1h", 1L);
    now(KEY);
    flush();
    assertThat(row(KEY).values()).containsEntry("g.n_1h", 2L);
    assertThat(row(KEY).revision()).as("behind the removal").isGreaterThan(1L << 40);
  }

  @Test
  void whatHappenedBeforeAndComesLaterIsCountedAndLeft() {
    begin();
    erase("one", KEY);
    event(KEY, false, wall.millis() - 1, FIRST);
    commit();
    flush();
    event(KEY, false, wall.millis() - 3_600_000, FIRST);
    event("never-seen", false, wall.millis() - 1_000, FIRST);
    flush();
    commit();
    flush();
    assertThat(row(KEY)).isNull();
    assertThat(places(KEY)).isEmpty();
    assertThat(row("never-seen")).isNotNull();
    assertThat(export.scrape())
        .contains("tidemark_erasure_events_dropped_total{entity=\"user\"} 2.0");
  }

  @Test
  void nextOwnerGoesOnWithWhatTheStoreHasNotAnswered() {
    begin();
    store.fail("gone");
    erase("one", KEY);
    commit();
    flush();
    assertThat(receipt("one")).isNull();
    start(FIRST);
    flush();
    store.recover();
    wall.advance(Duration.ofSeconds(2));
    flush();
    flush();
    assertThat(row(KEY)).isNull();
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.COMPLETE);
    others.clear();
    commit();
    start(FIRST);
    flush();
    flush();
    assertThat(receipt("one")).as("answered once").isNull();
  }

  /**
   * One that has read further than is committed, and does not know yet that it owns nothing; the
   * request waited.
   */
  @Test
  void rowsOfAFormerOwnerDoNotBringItBack() {
    begin();
    FeatureProcessor former = processor;
    MockProcessorContext<String, SpecificRecord> formerContext = context;
    for (int i = 0; i < 50; i++) {
      now(KEY);
    }
    FeatureProcessor owner = restarted();
    MockProcessorContext<String, SpecificRecord> ownerContext = context;
    erase("one", KEY, wall.millis() - Duration.ofHours(1).toMillis(), true, 1);
    commit();
    flush();
    processor = former;
    context = formerContext;
    flush();
    processor = owner;
    context = ownerContext;
    flush();
    assertThat(row(KEY)).isNull();
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.COMPLETE);
  }

  private FeatureProcessor restarted() {
    start(FIRST);
    return processor;
  }

  @Test
  void repeatChangesNothing() {
    begin();
    long askedMs = wall.millis();
    erase("one", KEY);
    commit();
    flush();
    now(KEY);
    flush();
    commit();
    erase("one", KEY, askedMs, true, 1);
    commit();
    flush();
    flush();
    assertThat(row(KEY).values()).containsEntry("g.n_1h", 1L);
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.NOT_FOUND);
    now(KEY);
    flush();
    assertThat(row(KEY).values()).containsEntry("g.n_1h", 2L);
  }

  /** A row that nobody knows of any more is removed as well. */
  @Test
  void unknownEntityIsAnsweredNotFoundAndRemovedFromTheStore() {
    begin();
    erase("one", "nobody");
    commit();
    flush();
    flush();
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.NOT_FOUND);
    assertThat(receipt("one").getRemovals()).isEmpty();
  }

  /** Where producers alone know which task has an entity, every task is asked. */
  @Test
  void taskThatDoesNotHaveTheEntityHoldsNobodyBack() {
    begin();
    erase("one", "elsewhere", wall.millis(), true, 4);
    commit();
    flush();
    flush();
    assertThat(receipt("one").getParts()).isEqualTo(4);
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.NOT_FOUND);
    assertThat(others).doesNotContainKey("shop:user:elsewhere");
  }

  @Test
  void tombstoneGoesByTheOrderOfEventsAndByTimeInThePast() {
    start(FIRST, OTHER);
    caughtUp(FIRST, 0, 1);
    event(KEY, false, FIRST);
    commit();
    erase("tombstone:t:0:7", KEY, START_MS + 500, false, 1);
    event(KEY, false, START_MS + 100, FIRST);
    event(KEY, true, START_MS + 400, OTHER);
    event(KEY, true, START_MS + 600, OTHER);
    caughtUp(OTHER, 0, 1);
    wall.advance(Duration.ofSeconds(1));
    flush();
    commit();
    flush();
    flush();
    assertThat(row(KEY).values()).containsEntry("g.n_1h", 1L).containsEntry("other.n_1h", 1L);
    assertThat(receipt("tombstone:t:0:7").getStatus()).isEqualTo(ErasureStatus.COMPLETE);
  }

  @Test
  void refusalIsToldOnceAndTriedAgain() {
    begin();
    EntityKey name = new EntityKey("shop", "user", KEY);
    store.refuse(name);
    erase("one", KEY);
    commit();
    flush();
    flush();
    ErasureReceipt failed = receipt("one");
    assertThat(failed.getStatus()).isEqualTo(ErasureStatus.FAILED);
    assertThat(failed.getDetail()).contains("WRONGTYPE");
    assertThat(failed.getRemovals()).extracting(r -> r.getPlace()).doesNotContain("redis");
    others.clear();
    store.allow(name);
    wall.advance(Duration.ofMinutes(1));
    flush();
    flush();
    assertThat(receipt("one").getStatus()).isEqualTo(ErasureStatus.COMPLETE);
    assertThat(row(KEY)).isNull();
  }

  /** What was sent before, and fails after the entity is gone, is nobody's any more. */
  @Test
  void rowUnderWayThatFailsIsNotSentAgain() {
    begin();
    store.failOnce(new EntityKey("shop", "user", KEY));
    now(KEY);
    flush();
    erase("one", KEY);
    flush();
    commit();
    for (int i = 0; i < 5; i++) {
      flush();
    }
    assertThat(row(KEY)).isNull();
    commit();
    assertThat(places(KEY)).isEmpty();
  }
}

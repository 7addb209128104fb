package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.FeatureVector;
import io.tidemark.bytes.FormatException;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.entity.TaskRow;
import io.tidemark.store.EntityKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which version of a group is served, and who is told when that changes. */
class FeatureVersionsTest extends FeatureFixture {
  @Test
  void olderVersionIsServedUntilEveryPartitionHasToldItsPast() {
    runFirstVersion();
    start(FIRST, SECOND);
    event("a", true, SECOND);
    caughtUp(SECOND, 0, 2);
    caughtUp(SECOND, 0, 2);
    assertThat(flush()).as("the past of a version that is not served is no news").isEmpty();

    event("a", false, FIRST, SECOND);
    List<FeatureVector> before = flush();
    assertThat(before).singleElement().satisfies(v -> assertServed(v, 1, 3L));

    caughtUp(SECOND, 1, 2);
    List<FeatureVector> after = flush();
    assertThat(after).extracting(FeatureVector::getKey).containsExactlyInAnyOrder("a", "b");
    assertThat(after).allSatisfy(v -> assertThat(v.getNewestEventTime()).isNull());
    assertServed(after.stream().filter(v -> v.getKey().equals("a")).findFirst().get(), 2, 2L);
    assertServed(after.stream().filter(v -> v.getKey().equals("b")).findFirst().get(), 2, 0L);
    assertThat(flush()).as("gone through once").isEmpty();
  }

  private static void assertServed(FeatureVector vector, int version, long count) {
    assertThat(vector.getGroupVersions()).containsExactlyEntriesOf(Map.of("g", version));
    assertThat(vector.getValues()).containsEntry("g.n_1h", count);
  }

  @Test
  void rowTellsTheNewestEventOfEachGroupThatHadOne() {
    start(FIRST, OTHER);
    caughtUp(FIRST, 0, 1);
    caughtUp(OTHER, 0, 1);
    event("a", false, START_MS - 60_000, FIRST);
    flush();
    assertThat(timesOf("a")).isEqualTo(Map.of("g", START_MS - 60_000));

    event("a", false, START_MS - 30_000, OTHER);
    flush();
    hook.flushCache();
    start(FIRST, OTHER);
    event("a", false, START_MS, FIRST);
    flush();
    assertThat(timesOf("a")).isEqualTo(Map.of("g", START_MS, "other", START_MS - 30_000));
  }

  private Map<String, Long> timesOf(String user) {
    return store.rows().get(new EntityKey("shop", "user", user)).eventTimes().byGroup();
  }

  @Test
  void switchIsNotRepeatedAfterARestartButAnInterruptedOneIs() {
    runFirstVersion();
    start(FIRST, SECOND);
    caughtUp(SECOND, 0, 1);
    hook.flushCache();
    start(FIRST, SECOND);
    assertThat(flush()).as("not gone through before the crash").hasSize(2);
    hook.flushCache();

    start(FIRST, SECOND);
    assertThat(flush()).isEmpty();
  }

  @Test
  void pinRollsBackAndItsEndRollsForward() {
    runFirstVersion();
    start(FIRST, SECOND);
    caughtUp(SECOND, 0, 1);
    assertThat(flush()).allSatisfy(v -> assertServed(v, 2, 0L));
    hook.flushCache();

    start(Set.of("g@1"), FIRST, SECOND);
    List<FeatureVector> back = flush();
    assertThat(back)
        .hasSize(2)
        .allSatisfy(v -> assertThat(v.getGroupVersions()).containsEntry("g", 1));
    assertThat(back).extracting(v -> v.getValues().get("g.n_1h")).containsExactly(2L, 1L);
    hook.flushCache();
    start(FIRST, SECOND);
    assertThat(flush()).hasSize(2).allSatisfy(v -> assertServed(v, 2, 0L));
  }

  @Test
  void versionThatIsNotServedKeepsNoIdleEntityForEver() {
    FeatureGroup longer = group("g", 2, "big", Duration.ofHours(3));
    start(Set.of("g@1"), FIRST, longer);
    caughtUp(FIRST, 0, 1);
    caughtUp(longer, 0, 1);
    event("old", false, START_MS - 3_700_000, FIRST, longer);
    flush();
    event("a", false, FIRST, longer);
    flush();
    for (int hour = 0; hour < 8; hour++) {
      wall.advance(Duration.ofHours(1));
      flush();
      hook.flushCache();
    }
    assertThat(states.get("a")).isNull();
    assertThat(timers.all().hasNext()).isFalse();
  }

  @Test
  void loneGroupIsServedAndWarmsWhileItCatchesUp() {
    start(FIRST);
    event("a", true, FIRST);
    assertThat(flush()).singleElement().satisfies(v -> assertThat(v.getWarming()).isNotEmpty());

    event("a", true, START_MS - 3_700_000, FIRST);
    caughtUp(FIRST, 0, 1);
    assertThat(flush())
        .singleElement()
        .satisfies(v -> assertThat(v.getWarming()).as("covered since the earliest").isEmpty());
  }

  @Test
  void pastOfAGroupThatHasCaughtUpIsNotTakenTwice() {
    runFirstVersion();
    start(FIRST);
    event("a", true, FIRST);
    event("b", false, FIRST);
    assertThat(flush()).singleElement().satisfies(v -> assertServed(v, 1, 2L));
  }

  @Test
  void unrelatedGroupKeepsItsState() {
    runFirstVersion();
    start(FIRST, OTHER);
    event("a", false, FIRST, OTHER);
    FeatureVector vector =
        flush().stream().filter(v -> v.getKey().equals("a")).reduce((x, y) -> y).get();
    assertThat(vector.getValues()).containsEntry("g.n_1h", 3L).containsEntry("other.n_1h", 1L);
    assertThat(vector.getWarming()).contains("other.n_1h");
  }

  @Test
  void removedGroupIsClearedAndMayComeBackOnlyThen() {
    runFirstVersion();
    start(OTHER);
    hook.flushCache();
    assertThatThrownBy(() -> start(FIRST, OTHER))
        .hasMessageContaining("[g@1-")
        .hasMessageContaining("declared again before their state was cleared")
        .hasMessageContaining("Start once without them");

    start(OTHER);
    flush();
    hook.flushCache();
    start(FIRST, OTHER);
    event("a", true, FIRST);
    assertThat(flush())
        .filteredOn(v -> v.getKey().equals("a"))
        .last()
        .satisfies(v -> assertThat(v.getValues()).containsEntry("g.n_1h", 1L));
  }

  @Test
  void storeOfAnotherFormatIsRefusedAtTheStart() {
    runFirstVersion();
    byte[] row = states.get(TaskRow.KEY);
    row[2] = 99;
    states.put(TaskRow.KEY, row);
    assertThatThrownBy(() -> start(FIRST))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 99 of states in state store features-user")
        .hasMessageContaining("new application.id");
  }
}

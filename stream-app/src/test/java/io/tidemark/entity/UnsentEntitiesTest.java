package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.feature.EntityState;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnsentEntitiesTest {
  private static final EntityState NONE = null;

  private final UnsentEntities unsent = new UnsentEntities();

  private EntityEntry changed(String key) {
    EntityEntry entry = new EntityEntry(key, NONE);
    unsent.add(entry);
    return entry;
  }

  private String next() {
    EntityEntry entry = unsent.next();
    if (entry != null) {
      entry.unsent = false;
    }
    return entry == null ? null : entry.key();
  }

  @Test
  void changesAreGatheredUntilTheyAreReleased() {
    EntityEntry a = changed("a");
    unsent.add(a);
    assertThat(next()).isNull();
    unsent.release();
    changed("b");
    assertThat(next()).isEqualTo("a");
    assertThat(next()).isNull();
    assertThat(unsent.size()).isEqualTo(1);
  }

  @Test
  void whatWasSentOutOfTurnIsPassedOver() {
    EntityEntry a = changed("a");
    changed("b");
    unsent.release();
    a.unsent = false;
    assertThat(unsent.named(Stream.of()).keys()).containsExactly("b");
    assertThat(next()).isEqualTo("b");
    assertThat(unsent.isSent()).isTrue();
  }

  @Test
  void oneEvictedWhileItGathersHasNoTurn() {
    EntityEntry a = changed("a");
    changed("b");
    a.unsent = false;
    unsent.remove(a);
    assertThat(unsent.named(Stream.of()).keys()).containsExactly("b");
    unsent.release();
    assertThat(next()).isEqualTo("b");
    unsent.add(a);
    unsent.release();
    assertThat(next()).as("it came back").isEqualTo("a");
  }

  @Test
  void whatChangesAgainAfterItWasSentOutOfTurnHasOneTurn() {
    EntityEntry a = changed("a");
    unsent.release();
    for (int i = 0; i < 10; i++) {
      a.unsent = false;
      unsent.add(a);
      unsent.release();
    }
    assertThat(unsent.size()).isEqualTo(1);
    assertThat(next()).isEqualTo("a");
    assertThat(next()).isNull();
  }

  @Test
  void everythingIsNamedInACommitOrNothing() {
    changed("gathering");
    changed("turn");
    unsent.release();
    changed("c");
    unsent.addPending(List.of("pending"));
    UnsentKeys named = unsent.named(Stream.of("under way"));
    assertThat(named.all()).isTrue();
    assertThat(named.keys())
        .containsExactlyInAnyOrder("gathering", "turn", "c", "pending", "under way");
    String long1 = "x".repeat(UnsentKeys.MOST_CHARACTERS);
    named = unsent.named(Stream.of(long1));
    assertThat(named.all()).isFalse();
    assertThat(named.keys()).isEmpty();
  }

  @Test
  void pendingKeysAreBounded() {
    List<String> most = IntStream.range(0, UnsentKeys.MOST_PENDING).mapToObj(i -> "u" + i).toList();
    unsent.addPending(most);
    unsent.addPending(List.of("u7"));
    assertThat(unsent.takeOverflow()).as("named already").isFalse();
    unsent.addPending(List.of("one more"));
    assertThat(unsent.nextPending()).isNull();
    assertThat(unsent.takeOverflow()).isTrue();
    assertThat(unsent.takeOverflow()).as("told once").isFalse();
  }

  @Test
  void keysAreGivenOutOnceAndInOrder() {
    unsent.addPending(List.of("a", "b", "a"));
    assertThat(unsent.nextPending()).isEqualTo("a");
    assertThat(unsent.isSent()).isFalse();
    assertThat(unsent.nextPending()).isEqualTo("b");
    assertThat(unsent.nextPending()).isNull();
    assertThat(unsent.isSent()).isTrue();
  }
}

package io.tidemark.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemorySeenIdsTest {
  private final InMemorySeenIds ids = new InMemorySeenIds(Duration.ofMillis(100), 3);

  @Test
  void idIsRememberedToTheEndOfTheWindow() {
    assertThat(ids.firstTime("a", 1000)).isTrue();
    assertThat(ids.firstTime("a", 1100)).isFalse();
    assertThat(ids.firstTime("b", 1101)).isTrue();
    assertThat(ids.firstTime("a", 1101)).isTrue();
  }

  @Test
  void outOfOrderEventsAreRecognised() {
    assertThat(ids.firstTime("b", 1050)).isTrue();
    assertThat(ids.firstTime("a", 1000)).isTrue();
    assertThat(ids.firstTime("a", 1050)).isFalse();
  }

  @Test
  void eventOlderThanTheMemoryIsNewAndNotKept() {
    ids.firstTime("b", 2000);
    assertThat(ids.firstTime("a", 1000)).isTrue();
    assertThat(ids.firstTime("a", 1000)).isTrue();
    assertThat(ids.size()).isEqualTo(1);
  }

  @Test
  void memoryIsBoundedAndForgetsTheOldest() {
    for (int i = 0; i < 10; i++) {
      ids.firstTime("id" + i, 1000 + i);
    }
    assertThat(ids.size()).isEqualTo(3);
    assertThat(ids.firstTime("id9", 1009)).isFalse();
    assertThat(ids.firstTime("id0", 1009)).isTrue();
  }

  @Test
  void memoryOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemorySeenIds(Duration.ofSeconds(1), 0))
        .withMessageContaining("at least 1 id");
  }
}

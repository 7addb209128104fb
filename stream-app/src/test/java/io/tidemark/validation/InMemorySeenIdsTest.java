package io.tidemark.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemorySeenIdsTest extends SeenIdsContract {
  private final InMemorySeenIds ids = new InMemorySeenIds(Duration.ofMillis(100), 3);

  @Override
  protected SeenIds fresh(Duration window) {
    return new InMemorySeenIds(window, 1_000);
  }

  @Test
  void whatNothingCouldRepeatIsForgotten() {
    ids.firstTime("a", 1_000);
    ids.firstTime("b", 1_200);
    assertThat(ids.size()).isEqualTo(2);
    ids.firstTime("c", 1_201);
    assertThat(ids.size()).isEqualTo(2);
  }

  @Test
  void memoryIsBoundedAndForgetsTheOldest() {
    for (int i = 0; i < 10; i++) {
      ids.firstTime("id" + i, 1000 + i);
    }
    assertThat(ids.size()).isEqualTo(3);
    assertThat(ids.firstTime("id9", 1009)).isFalse();
    assertThat(ids.firstTime("id0", 1009)).isTrue();
    assertThat(ids.size()).isEqualTo(3);
  }

  @Test
  void memoryOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemorySeenIds(Duration.ofSeconds(1), 0))
        .withMessageContaining("at least 1 id");
  }
}

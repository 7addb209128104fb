package io.tidemark.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.validation.SeenIds;
import io.tidemark.validation.SeenIdsContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PastSeenIdsTest extends SeenIdsContract {
  private final PastSeenIds ids = new PastSeenIds(Duration.ofMillis(100), 3);

  @Override
  protected SeenIds fresh(Duration window) {
    return new PastSeenIds(window);
  }

  @Test
  void repeatWithinTheWindowIsNoFirstTime() {
    assertThat(ids.firstTime("a", 1_000)).isTrue();
    assertThat(ids.firstTime("a", 1_100)).isFalse();
    assertThat(ids.firstTime("a", 1_050)).isFalse();
  }

  @Test
  void beyondTheWindowItCountsAgain() {
    ids.firstTime("a", 1_000);
    assertThat(ids.firstTime("a", 1_101)).isTrue();
    assertThat(ids.firstTime("a", 1_000)).as("older than the window").isTrue();
  }

  @Test
  void firstRememberedIsForgottenFirst() {
    for (String id : new String[] {"a", "b", "c", "d"}) {
      ids.firstTime(id, 1_000);
    }
    assertThat(ids.firstTime("d", 1_000)).isFalse();
    assertThat(ids.firstTime("a", 1_000)).isTrue();
  }
}

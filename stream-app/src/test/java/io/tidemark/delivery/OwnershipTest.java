package io.tidemark.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.kafka.SettableClock;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.StoreState;
import io.tidemark.store.StoreState.Owner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two applications that would write the same rows. */
class OwnershipTest {
  private static final Owner A = new Owner("a", "1", 100);
  private static final Owner B = new Owner("b", "2", 200);

  private final InMemoryFeatureStore store =
      new InMemoryFeatureStore(new SettableClock(), Duration.ofMinutes(10));

  private StoreState state() {
    return store.state().toCompletableFuture().join();
  }

  private Ownership take(Owner who, boolean takeOver) {
    return Ownership.take(store, "shop", who, takeOver);
  }

  @Test
  void secondOneIsRefusedAndToldWhatToDo() {
    take(A, false);
    assertThatThrownBy(() -> take(B, false))
        .isInstanceOf(OwnedByOtherException.class)
        .hasMessageContaining(
            "Namespace shop in Redis is written by application.id a (definitions 1) since"
                + " 1970-01-01T00:00:00.100Z")
        .hasMessageContaining("--take-over");
    assertThat(state().owner()).contains(A);
  }

  @Test
  void firstOneEndsWhenItIsTakenOver() {
    Ownership first = take(A, false);
    Ownership second = take(B, true);

    assertThat(second.holds(state())).isTrue();
    assertThatThrownBy(() -> first.holds(state()))
        .isInstanceOf(OwnedByOtherException.class)
        .hasMessageContaining("taken over by application.id b");
  }

  @Test
  void clockThatIsBehindTakesOverAllTheSame() {
    Ownership first = take(B, false);
    Ownership second = take(A, true);

    assertThatThrownBy(() -> first.holds(state())).isInstanceOf(OwnedByOtherException.class);
    assertThat(second.holds(state())).isTrue();
  }

  @Test
  void processesOfOneApplicationShareIt() {
    Ownership first = take(A, false);
    Ownership second = take(new Owner("a", "2", 300), false);

    assertThat(first.holds(state())).isTrue();
    assertThat(second.holds(state())).isTrue();
    assertThat(state().owner()).contains(new Owner("a", "2", 100));
  }

  @Test
  void wipedStoreIsToldAgain() {
    Ownership ownership = take(A, false);
    store.wipe();

    assertThat(ownership.holds(state())).isFalse();
    assertThat(state().owner()).contains(A);
    assertThat(ownership.holds(state())).isTrue();
  }

  /** A server that comes back without the last writes names the owner before. */
  @Test
  void storeThatHasForgottenTheTakeOverIsToldAgain() {
    Ownership second = take(B, false);
    store.wipe();
    store.claim(A, false);

    assertThat(second.holds(state())).isFalse();
    assertThat(state().owner()).contains(B);
  }

  @Test
  void storeThatDoesNotAnswerIsNotTaken() {
    UnsteadyStore away = new UnsteadyStore();
    away.fail("away");
    assertThatThrownBy(() -> Ownership.take(away, "shop", A, false))
        .isInstanceOf(FeatureStoreException.class)
        .hasMessage("away");
  }
}

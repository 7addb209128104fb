package io.tidemark.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.StoreState.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every feature store promises about itself: which one it is, and whether it is complete. */
public abstract class StoreStateContract {
  protected static final Duration TTL = Duration.ofHours(1);

  /** A store in which the keys of the test do not exist. */
  protected abstract FeatureStore store();

  /** Removes everything behind the store's back. */
  protected abstract void wipe();

  /** Stops what holds the data and starts it with the data. */
  protected abstract void restart();

  /** Lets this much time pass in the store. */
  protected abstract void pass(Duration time);

  @Test
  void storeNobodyHasFilledIsAnother() {
    StoreState state = done(store().state());

    assertThat(state.mark()).isEmpty();
    assertThat(state.isReplaced()).isTrue();
    assertThat(state.rebuildingSinceMs()).isEmpty();
    assertThat(done(store().state())).as("nothing has happened").isEqualTo(state);
  }

  @Test
  void storeIsCompleteWhenItsLastPartIs() {
    String identity = done(store().state()).identity();

    assertThat(done(store().rebuilding(identity, 1_700_000_000_123L, Set.of("0", "1")))).isTrue();
    assertThat(done(store().state()).isReplaced()).isFalse();
    assertThat(done(store().state()).rebuildingSinceMs()).hasValue(1_700_000_000_123L);
    done(store().rebuilt(mark(), "1"));
    assertThat(mark().pending()).containsExactly("0");
    done(store().rebuilt(mark(), "0"));

    assertThat(done(store().state()).rebuildingSinceMs()).isEmpty();
    assertThat(done(store().state()).isReplaced()).isFalse();
  }

  @Test
  void whatSeveralSayCountsOnce() {
    String identity = done(store().state()).identity();
    done(store().rebuilding(identity, 5, Set.of("0", "1")));
    done(store().rebuilt(mark(), "0"));

    assertThat(done(store().rebuilding(identity, 9, Set.of("0", "1")))).isFalse();
    done(store().rebuilt(mark(), "0"));
    done(store().rebuilt(mark(), "never named"));

    assertThat(done(store().state()).mark())
        .contains(new StoreState.Mark(identity, 5, Set.of("1")));
  }

  @Test
  void storeWithoutPartsIsCompleteAtOnce() {
    String identity = done(store().state()).identity();
    done(store().rebuilding(identity, 5, Set.of()));

    assertThat(done(store().state()).isReplaced()).isFalse();
    assertThat(done(store().state()).rebuildingSinceMs()).isEmpty();
    pass(Duration.ofMillis(10));
    assertThat(done(store().state()).mark()).isPresent();
  }

  @Test
  void wipedStoreIsAnother() {
    String identity = done(store().state()).identity();
    done(store().rebuilding(identity, 5, Set.of("0")));
    StoreState.Mark before = mark();
    done(store().write(row(key("w"), 1, Map.of())));

    wipe();

    assertThat(done(store().state()).isReplaced()).isTrue();
    assertThat(done(store().read(key("w")))).isEmpty();
    assertThat(done(store().rebuilding(identity, 6, Set.of("0")))).isTrue();
    done(store().rebuilt(before, "0"));
    assertThat(mark().pending()).as("done before the wipe").containsExactly("0");
  }

  @Test
  void storeThatCameBackWithItsDataIsAnother() {
    done(store().rebuilding(done(store().state()).identity(), 5, Set.of("0")));
    StoreState.Mark before = mark();
    done(store().write(row(key("w"), 1, Map.of())));

    restart();

    StoreState state = done(store().state());
    assertThat(done(store().read(key("w")))).isPresent();
    assertThat(state.mark()).as("it is old data").isPresent();
    assertThat(state.isReplaced()).isTrue();
    assertThat(state.isTakenOver()).isFalse();
    assertThat(state.rebuildingSinceMs()).isEmpty();
    done(store().rebuilt(before, "0"));
    assertThat(done(store().state()).isReplaced()).as("its own parts are to be done").isTrue();
    assertThat(done(store().rebuilding(state.identity(), 8, Set.of("1")))).isTrue();
    assertThat(done(store().state()).mark())
        .contains(new StoreState.Mark(state.identity(), 8, Set.of("1")));
  }

  @Test
  void namespaceHasOneOwner() {
    String unowned = done(store().state()).identity();
    assertThat(done(store().state()).owner()).isEmpty();

    assertThat(done(store().claim(new Owner("a", "1", 5), false))).isTrue();
    assertThat(done(store().claim(new Owner("b", "2", 6), false))).isFalse();
    assertThat(done(store().state()).owner()).contains(new Owner("a", "1", 5));
    assertThat(done(store().state()).identity()).isNotEqualTo(unowned);
  }

  @Test
  void ownerStaysItSinceWhenWithItsNewDefinitions() {
    done(store().claim(new Owner("a", "1", 5), false));
    String identity = done(store().state()).identity();

    assertThat(done(store().claim(new Owner("a", "2", 9), false))).isTrue();
    assertThat(done(store().state()).owner()).contains(new Owner("a", "2", 5));
    assertThat(done(store().state()).identity()).isEqualTo(identity);
  }

  /** What another one has filled is not complete for who takes it over. */
  @Test
  void storeThatIsTakenOverIsAnother() {
    done(store().claim(new Owner("a", "1", 5), false));
    done(store().rebuilding(done(store().state()).identity(), 5, Set.of()));
    assertThat(done(store().state()).isReplaced()).isFalse();

    assertThat(done(store().claim(new Owner("b", "2", 9), true))).isTrue();
    StoreState state = done(store().state());
    assertThat(state.owner()).contains(new Owner("b", "2", 9));
    assertThat(state.isReplaced()).isTrue();
    assertThat(state.isTakenOver()).isTrue();
    done(store().rebuilding(state.identity(), 9, Set.of("0")));
    assertThat(done(store().state()).owner()).as("beside the mark").isEqualTo(state.owner());
    done(store().rebuilt(mark(), "0"));
    assertThat(done(store().state()).isReplaced()).isFalse();
  }

  @Test
  void whoTakesOverIsTheLaterOwnerAlsoByAClockThatIsBehind() {
    done(store().claim(new Owner("a", "1", 1_790_000_000_123L), false));
    assertThat(done(store().claim(new Owner("b", "2", 1_700_000_000_000L), true))).isTrue();
    assertThat(done(store().state()).owner()).contains(new Owner("b", "2", 1_790_000_000_124L));
  }

  @Test
  void wipedStoreHasNoOwner() {
    done(store().claim(new Owner("a", "1", 5), false));
    wipe();
    assertThat(done(store().state()).owner()).isEmpty();
    assertThat(done(store().claim(new Owner("b", "2", 9), false))).isTrue();
  }

  private StoreState.Mark mark() {
    return done(store().state()).mark().orElseThrow();
  }

  protected static FeatureRow row(EntityKey key, long revision, Map<String, Object> values) {
    return new FeatureRow(
        key,
        values,
        revision,
        1_700_000_000_000L,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.of(1_699_999_999_000L)),
        List.of(),
        TTL);
  }

  protected static EntityKey key(String key) {
    return new EntityKey("shop", "user", key);
  }

  protected final FeatureRow read(EntityKey key) {
    return done(store().read(key)).orElseThrow();
  }

  protected static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}

package io.tidemark.store;

import static io.tidemark.store.StoreStateContract.done;
import static io.tidemark.store.StoreStateContract.key;
import static io.tidemark.store.StoreStateContract.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store promises whose rows others write beside: each keeps what is his. */
public abstract class SharedRowContract {
  private static final int STEPS = 600;

  /** A store in which the keys of the test do not exist. */
  protected abstract FeatureStore store();

  /** Another writer puts these fields beside the row, and nothing else of his. */
  protected abstract void othersPut(EntityKey key, Map<String, String> fields);

  /** What the other writer finds there. */
  protected abstract Map<String, String> othersFind(EntityKey key);

  /** How many fields there are, whoever's they are. */
  protected abstract long fields(EntityKey key);

  /** Has the rows removed whose time has ended, where they do not vanish by themselves. */
  protected abstract void removeEnded();

  /** Lets this much time pass in the store. */
  protected abstract void pass(Duration time);

  private static final Map<String, String> THEIRS = Map.of("profile:age", "41", "_ts:profile", "9");

  @Test
  void writesLeaveWhatOthersWrote() {
    othersPut(key("s"), THEIRS);
    done(store().write(row(key("s"), 1, Map.of("g.a", "1", "g.b", "2"))));
    done(store().write(row(key("s"), 2, Map.of("g.b", "3"))));

    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
    assertThat(done(store().read(key("s"))).orElseThrow().values()).isEqualTo(Map.of("g.b", "3"));
  }

  @Test
  void othersMayComeAfterUs() {
    done(store().write(row(key("s"), 1, Map.of("g.a", "1"))));
    othersPut(key("s"), THEIRS);
    done(store().write(row(key("s"), 2, Map.of("g.a", "2"))));

    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
    assertThat(done(store().read(key("s"))).orElseThrow().values()).isEqualTo(Map.of("g.a", "2"));
  }

  @Test
  void whatOthersAloneWroteIsNoRow() {
    othersPut(key("s"), THEIRS);

    assertThat(done(store().read(key("s")))).isEmpty();
    assertThat(done(store().readAll(List.of(key("s")), Set.of())).get(0)).isEmpty();
    assertThat(done(store().readAll(List.of(key("s")), Set.of("g.a"))).get(0)).isEmpty();
  }

  @Test
  void deletionLeavesWhatOthersWroteAndIsRemembered() {
    othersPut(key("s"), THEIRS);
    done(store().write(row(key("s"), 5, Map.of("g.a", "1"))));

    assertThat(done(store().delete(key("s"), 6))).isEqualTo(WriteOutcome.APPLIED);

    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
    assertThat(done(store().read(key("s")))).isEmpty();
    assertThat(done(store().write(row(key("s"), 5, Map.of())))).isEqualTo(WriteOutcome.STALE);
    assertThat(done(store().write(row(key("s"), 7, Map.of("g.b", "2")))))
        .isEqualTo(WriteOutcome.APPLIED);
    assertThat(done(store().read(key("s"))).orElseThrow().values()).isEqualTo(Map.of("g.b", "2"));
    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
  }

  @Test
  void rowExpiresAndWhatOthersWroteDoesNot() {
    Duration shortly = Duration.ofMillis(300);
    othersPut(key("s"), THEIRS);
    done(store().write(lasting(key("s"), shortly)));
    assertThat(done(store().read(key("s"))).orElseThrow().ttl()).isLessThanOrEqualTo(shortly);

    pass(shortly);

    assertThat(done(store().read(key("s")))).isEmpty();
    assertThat(done(store().readAll(List.of(key("s")), Set.of("g.a"))).get(0)).isEmpty();
    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
    assertThat(done(store().write(row(key("s"), 1, Map.of())))).isEqualTo(WriteOutcome.APPLIED);
  }

  /** The hash was ours alone when we wrote last, and what comes later must not go with the row. */
  @Test
  void whatOthersPutAfterOurLastWriteOutlivesTheRow() {
    Duration shortly = Duration.ofMillis(300);
    done(store().write(lasting(key("s"), shortly)));
    done(store().write(lasting(key("alone"), shortly)));
    othersPut(key("s"), THEIRS);

    pass(shortly);

    assertThat(done(store().read(key("s")))).isEmpty();
    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
    removeEnded();
    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
    assertThat(fields(key("s"))).as("nothing of ours is left").isEqualTo(THEIRS.size());
    assertThat(fields(key("alone"))).isZero();
  }

  @Test
  void rowThatHasNotEndedIsNotRemoved() {
    done(store().write(row(key("s"), 1, Map.of("g.a", "1"))));
    othersPut(key("s"), THEIRS);

    removeEnded();

    assertThat(done(store().read(key("s"))).orElseThrow().values()).isEqualTo(Map.of("g.a", "1"));
    assertThat(othersFind(key("s"))).isEqualTo(THEIRS);
  }

  private static FeatureRow lasting(EntityKey key, Duration ttl) {
    EventTimes times = EventTimes.newest(OptionalLong.empty());
    return new FeatureRow(
        key, Map.of("g.a", "1"), 9, 5, OptionalLong.empty(), times, List.of(), ttl);
  }

  /** Whatever both do in whatever order, each finds what he would find alone. */
  @Test
  void nothingIsLostOnEitherSide() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<EntityKey, Map<String, String>> theirs = new HashMap<>();
    Map<EntityKey, Map<String, Object>> ours = new HashMap<>();
    for (int i = 1; i <= STEPS; i++) {
      EntityKey key = key("k" + random.nextInt(20));
      if (random.nextBoolean()) {
        theirs.put(key, Map.of("profile:age", "" + i, "profile:f" + i % 3, "x", "_ts:p", "" + i));
        othersPut(key, theirs.get(key));
      } else if (random.nextInt(8) == 0) {
        ours.remove(key);
        done(store().delete(key, i));
      } else {
        ours.put(key, values(random));
        done(store().write(row(key, i, ours.get(key))));
      }
    }

    for (int k = 0; k < 20; k++) {
      EntityKey key = key("k" + k);
      String what = key + ", seed " + seed;
      assertThat(othersFind(key)).as(what).isEqualTo(theirs.getOrDefault(key, Map.of()));
      assertThat(done(store().read(key)).map(FeatureRow::values).orElse(null))
          .as(what)
          .isEqualTo(ours.get(key));
    }
  }

  private static Map<String, Object> values(Random random) {
    Map<String, Object> values = new HashMap<>();
    for (String name : List.of("g.a", "g.b", "g.last", "g.empty")) {
      if (random.nextBoolean()) {
        values.put(name, "v" + random.nextInt(1_000));
      }
    }
    return values;
  }
}

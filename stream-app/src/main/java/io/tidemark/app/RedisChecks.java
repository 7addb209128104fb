package io.tidemark.app;

import io.tidemark.app.plan.RedisPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.doctor.Examination;
import io.tidemark.doctor.Finding;
import io.tidemark.store.Catalog;
import io.tidemark.store.StoreState;
import io.tidemark.store.redis.RedisFeatureStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Redis as a service needs it: takes rows, keeps them, is ours, and has the same time. */
record RedisChecks(Settings settings, String namespace, Clock wall) {
  /**
   * Times of events and rows are compared across machines; by then windows are seen to be wrong.
   */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

  private static final StoreState.Mark NOBODYS = new StoreState.Mark("nobody's", 0, Set.of());

  /** Asks the store; changes nothing. */
  void examine(Examination on) {
    on.ask(
        Neighbour.REDIS.setting(),
        () -> {
          try (RedisFeatureStore store =
              RedisFeatureStore.connect(
                  RedisPlan.of(settings), new Catalog(namespace, List.of()))) {
            StoreState state = store.state().toCompletableFuture().get();
            on.add(owner(state));
            on.ask("clock", () -> clocks(store));
            return keeps(store, state);
          }
        });
  }

  /** A part that nobody has is taken off the mark by the kind of script that writes rows. */
  private static Finding keeps(RedisFeatureStore store, StoreState state) throws Exception {
    store.rebuilt(NOBODYS, "none").toCompletableFuture().get();
    String what = Neighbour.REDIS.setting();
    if (state.eviction().evicts()) {
      return Finding.wrong(
          what,
          "maxmemory-policy is %s, which drops rows: set noeviction"
              .formatted(state.eviction().policy()));
    }
    return Finding.ok(what, "answers, runs scripts, and evicts nothing");
  }

  private Finding owner(StoreState state) {
    String ours = settings.get(KafkaSetting.APPLICATION_ID);
    return state
        .owner()
        .map(
            owner ->
                owner.application().equals(ours)
                    ? Finding.ok("namespace", namespace + " is written by " + ours)
                    : Finding.wrong(
                        "namespace",
                        "%s is written by application.id %s: stop that one and start with --take-over,"
                                .formatted(namespace, owner.application())
                            + " or set another application.id or namespace"))
        .orElseGet(() -> Finding.ok("namespace", namespace + " has no writer yet"));
  }

  private Finding clocks(RedisFeatureStore store) throws Exception {
    Instant asked = wall.instant();
    Instant there = store.time().toCompletableFuture().get();
    Instant here = asked.plus(Duration.between(asked, wall.instant()).dividedBy(2));
    Duration apart = Duration.between(there, here).abs();
    String text = "%d ms from Redis' clock".formatted(apart.toMillis());
    return apart.compareTo(CLOCKS_APART) > 0
        ? Finding.wrong("clock", text + ": let both follow a time server")
        : Finding.ok("clock", text);
  }
}

package io.tidemark.delivery;

import io.tidemark.monitoring.metrics.StoreMetrics;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState;
import io.tidemark.store.StoreState.Mark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the store is another one than was filled, and has it filled anew. Asks every second,
 * never waits for an answer. One thread, but for {@link #note}.
 */
final class ReplacementCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ReplacementCheck.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final FeatureStore store;
  private final Ownership ownership;
  private final Set<String> parts;
  private final Consumer<Mark> begin;
  private final StoreMetrics metrics;
  private final Clock wall;
  private CompletableFuture<StoreState> asked;
  private long nextMs;
  private Mark begun;
  private final EvictionNote evictions;
  private volatile String replaced;
  private volatile int pending;

  /**
   * A check that has asked nothing yet.
   *
   * @param parts in which the store is filled, the same on every instance
   * @param begin is told of each mark whose parts are to be filled anew, and of one that was begun
   *     elsewhere too: parts are left to who has them
   */
  ReplacementCheck(
      FeatureStore store,
      Ownership ownership,
      Set<String> parts,
      Consumer<Mark> begin,
      StoreMetrics metrics,
      Clock wall) {
    this.store = store;
    this.ownership = ownership;
    this.parts = parts;
    this.begin = begin;
    this.metrics = metrics;
    this.wall = wall;
    this.evictions = new EvictionNote(metrics);
    metrics.storeRebuilding(() -> pending);
  }

  /**
   * Looks at the answer when there is one, and asks again when it is time.
   *
   * @throws OwnedByOtherException where somebody has taken the namespace over
   */
  void tick() {
    if (asked != null && asked.isDone()) {
      CompletableFuture<StoreState> answer = asked;
      asked = null;
      answered(answer);
    }
    if (asked == null && wall.millis() >= nextMs) {
      nextMs = wall.millis() + INTERVAL.toMillis();
      asked = store.state().toCompletableFuture();
    }
  }

  /** Asks at the next tick: the store was away. An answer from before says nothing any more. */
  void hurry() {
    asked = null;
    nextMs = 0;
  }

  private void answered(CompletableFuture<StoreState> answer) {
    try {
      look(answer.join());
    } catch (CompletionException e) {
      LOG.debug("The state of the online store is not known", e.getCause());
    }
  }

  private void look(StoreState state) {
    evictions.look(state.eviction());
    if (!ownership.holds(state)) {
      nextMs = 0;
      return;
    }
    if (state.isReplaced()) {
      leaveMark(state);
      return;
    }
    Mark mark = state.mark().orElseThrow();
    pending = mark.pending().size();
    if (!mark.pending().isEmpty() && !isBegun(mark)) {
      begun = mark;
      LOG.info("The online store is filled anew since {}", Instant.ofEpochMilli(mark.sinceMs()));
      begin.accept(mark);
    }
  }

  private boolean isBegun(Mark mark) {
    return begun != null
        && begun.identity().equals(mark.identity())
        && begun.sinceMs() == mark.sinceMs();
  }

  /** Of several instances one leaves the mark; all see it at their next look, which is at once. */
  private void leaveMark(StoreState state) {
    String why = why(state);
    long nowMs = wall.millis();
    pending = parts.size();
    store
        .rebuilding(state.identity(), nowMs, parts)
        .whenComplete((first, failure) -> marked(first, failure, why, nowMs));
    nextMs = 0;
  }

  private static String why(StoreState state) {
    if (state.mark().isEmpty()) {
      return "it was wiped or is new";
    }
    return state.isTakenOver()
        ? "another application has filled it"
        : "it restarted or failed over, or has evicted rows";
  }

  private void marked(Boolean first, Throwable failure, String why, long nowMs) {
    if (failure != null) {
      LOG.debug("The online store takes no mark yet", failure);
    } else if (first) {
      metrics.storeReplaced();
      replaced = "replaced at " + Instant.ofEpochMilli(nowMs) + ": " + why;
      LOG.warn("The online store may have lost rows: {}", why);
    }
  }

  /** What there is to know about the store beside whether it works. */
  Optional<String> note() {
    String notes =
        Stream.of(evictions.note(), filling())
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return Optional.of(notes).filter(text -> !text.isEmpty());
  }

  private Optional<String> filling() {
    String what = replaced;
    if (pending > 0) {
      return Optional.of((what == null ? "" : what + "; ") + "rebuild: " + pending + " parts left");
    }
    return Optional.ofNullable(what).map(text -> text + "; rebuilt");
  }
}

package io.tidemark.feature;

import io.tidemark.feature.aggregate.Aggregation;
import io.tidemark.feature.aggregate.SlotLayout;
import java.util.List;

/**
 * A compiled feature group.
 *
 * @param hash identifies the content that its state depends on
 * @param aggregates per aggregate what turns its input into what is added
 * @param tiers by ascending hop
 * @param lifetime the aggregates without a window
 * @param lifetimeOutputs the values over all time
 * @param sessions by ascending gap
 * @param derived the values computed from the others, each from those before it
 */
record GroupPlan(
    long hash,
    List<Feed> aggregates,
    List<TierPlan> tiers,
    SlotLayout lifetime,
    List<Output> lifetimeOutputs,
    List<SessionPlan> sessions,
    List<DerivedPlan> derived) {

  GroupPlan {
    aggregates = List.copyOf(aggregates);
    tiers = List.copyOf(tiers);
    lifetimeOutputs = List.copyOf(lifetimeOutputs);
    sessions = List.copyOf(sessions);
    derived = List.copyOf(derived);
  }

  /** Whether it has lifetime values alone, which take every event. */
  boolean isTimeless() {
    return tiers.isEmpty() && sessions.isEmpty();
  }

  /** The longest window in milliseconds; 0 when there is none. */
  long longestWindowMs() {
    long longest = 0;
    for (TierPlan tier : tiers) {
      longest = Math.max(longest, tier.longestWindowMs());
    }
    for (SessionPlan session : sessions) {
      longest = Math.max(longest, session.gapMs());
    }
    return longest;
  }

  /** How long after its last event a windowed value can still change, in milliseconds. */
  long horizonMs() {
    long horizon = 0;
    for (TierPlan tier : tiers) {
      horizon = Math.max(horizon, tier.longestWindowMs() + tier.hopMs());
    }
    for (SessionPlan session : sessions) {
      horizon = Math.max(horizon, session.gapMs());
    }
    return horizon;
  }

  /**
   * How the input of one aggregate is taken.
   *
   * @param aggregation says what it accepts
   * @param everyEvent whether it aggregates events themselves, whatever the input
   */
  record Feed(Aggregation aggregation, boolean everyEvent) {
    /** What to add, or null for nothing. */
    Object accept(Object input) {
      return aggregation.accept(everyEvent ? true : input);
    }
  }
}

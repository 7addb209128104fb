package io.tidemark.feature;

import java.util.List;

/**
 * A compiled feature group.
 *
 * @param hash identifies the content that its state depends on
 * @param aggregates per aggregate what turns its input into what is added
 * @param tiers by ascending hop
 * @param lifetime the aggregates without a window
 * @param lifetimeOutputs the values over all time
 */
record GroupPlan(
    long hash,
    List<Feed> aggregates,
    List<TierPlan> tiers,
    SlotLayout lifetime,
    List<Output> lifetimeOutputs) {

  GroupPlan {
    aggregates = List.copyOf(aggregates);
    tiers = List.copyOf(tiers);
    lifetimeOutputs = List.copyOf(lifetimeOutputs);
  }

  /**
   * How the input of one aggregate is taken.
   *
   * @param aggregation says what it accepts
   * @param everyEvent whether it counts events, whatever the input
   */
  record Feed(Aggregation aggregation, boolean everyEvent) {

    /** What to add, or null for nothing. */
    Object accept(Object input) {
      return everyEvent ? (Object) true : aggregation.accept(input);
    }
  }
}

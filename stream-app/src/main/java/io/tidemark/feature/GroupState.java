package io.tidemark.feature;

/** What one group remembers of one entity. */
final class GroupState {
  private final TileSeries[] tiers;

  /** One tile of lifetime aggregates, or null before the first event. */
  private Cells lifetime;

  GroupState(GroupPlan plan) {
    tiers = new TileSeries[plan.tiers().size()];
    for (int i = 0; i < tiers.length; i++) {
      tiers[i] = new TileSeries(plan.tiers().get(i).layout());
    }
  }

  TileSeries tier(int index) {
    return tiers[index];
  }

  Cells lifetime() {
    return lifetime;
  }

  /** The lifetime aggregates, empty ones when there were none. */
  Cells openLifetime(GroupPlan plan) {
    if (lifetime == null) {
      lifetime = new Cells(plan.lifetime(), 1);
    }
    return lifetime;
  }

  int tileCount() {
    int count = 0;
    for (TileSeries tier : tiers) {
      count += tier.size();
    }
    return count;
  }

  boolean isEmpty() {
    return lifetime == null && tileCount() == 0;
  }

  long heapBytes() {
    long bytes = lifetime == null ? 0 : lifetime.heapBytes();
    for (TileSeries tier : tiers) {
      bytes += tier.heapBytes();
    }
    return bytes;
  }
}

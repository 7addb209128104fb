package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One minute of one series, by source partition. Partitions that counted nothing are not held. */
final class PartitionTile {

  private final int bins;
  private final NavigableMap<Integer, BinCounts> byPartition = new TreeMap<>();

  PartitionTile(int bins) {
    this.bins = bins;
  }

  /** Replaces a partition's counts and returns the change: new minus old. */
  BinCounts replace(int partition, BinCounts counts) {
    BinCounts change = counts.copy();
    BinCounts previous =
        counts.isZero() ? byPartition.remove(partition) : byPartition.put(partition, counts.copy());
    if (previous != null) {
      change.subtract(previous);
    }
    return change;
  }

  BinCounts sum() {
    BinCounts sum = new BinCounts(bins);
    byPartition.values().forEach(sum::merge);
    return sum;
  }

  boolean isEmpty() {
    return byPartition.isEmpty();
  }

  NavigableMap<Integer, BinCounts> byPartition() {
    return byPartition;
  }
}

package io.tidemark.feature;

import java.util.List;

/**
 * One window length of a tier.
 *
 * @param sizeMs length in milliseconds
 * @param outputs the values over it
 * @param covered those that are warming until it is covered; a decayed value has no window to cover
 * @param countsEvents whether a value changes with every event, so that each tile that leaves
 *     changes something
 */
record WindowPlan(long sizeMs, List<Output> outputs, List<Output> covered, boolean countsEvents) {

  WindowPlan {
    outputs = List.copyOf(outputs);
    covered = List.copyOf(covered);
  }
}

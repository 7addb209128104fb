package io.tidemark.feature;

import java.util.List;

/**
 * One window length of a tier.
 *
 * @param sizeMs length in milliseconds
 * @param outputs the values over it
 * @param countsEvents whether one of them changes with every event, so that each tile that leaves
 *     changes something
 */
record WindowPlan(long sizeMs, List<Output> outputs, boolean countsEvents) {

  WindowPlan {
    outputs = List.copyOf(outputs);
  }
}

package io.tidemark.definition;

import java.util.List;

/**
 * One aggregation over one or more windows.
 *
 * @param name the feature's name; a windowed value is called {@code <group>.<name>_<window>}, a
 *     lifetime value {@code <group>.<name>}
 * @param op the aggregation
 * @param of the expression that is aggregated; {@code null} for {@link AggregateOp#COUNT}
 * @param windows the windows; empty means lifetime
 */
public record Aggregate(String name, AggregateOp op, String of, List<Window> windows) {

  public Aggregate {
    windows = List.copyOf(windows);
  }
}

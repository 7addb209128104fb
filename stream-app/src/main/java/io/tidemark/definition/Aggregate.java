package io.tidemark.definition;

import java.util.List;

/**
 * One aggregation over one or more windows.
 *
 * @param name the feature's name; a windowed value is called {@code <group>.<name>_<window>}, a
 *     lifetime value {@code <group>.<name>}
 * @param op the aggregation
 * @param of the expression that is aggregated; {@code null} where events themselves are
 * @param where a boolean expression that selects events beside the group's own, or {@code null}
 * @param windows the windows; empty means lifetime
 * @param parameters what else the aggregation is told
 */
public record Aggregate(
    String name,
    AggregateOp op,
    String of,
    String where,
    List<Window> windows,
    AggregateParameters parameters) {

  public Aggregate {
    windows = List.copyOf(windows);
  }

  /** An aggregation of all events of its group that needs no parameters. */
  public Aggregate(String name, AggregateOp op, String of, List<Window> windows) {
    this(name, op, of, null, windows, AggregateParameters.NONE);
  }

  /** The names of its values within the group: one per window, or its own name over all time. */
  public List<String> valueNames() {
    return windows.isEmpty()
        ? List.of(name)
        : windows.stream().map(window -> name + "_" + window.label()).toList();
  }
}

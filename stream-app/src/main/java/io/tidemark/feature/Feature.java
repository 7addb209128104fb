package io.tidemark.feature;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;

/**
 * One value of an entity's vector.
 *
 * @param name {@code <group>.<feature>_<window>}, or {@code <group>.<feature>} over all time
 * @param group index of the group in the plan
 * @param op the aggregation
 * @param window the window, or {@code null} over all time
 * @param kind what the value is when it is present: {@code INT} is a {@link Long}
 */
public record Feature(String name, int group, AggregateOp op, Window window, Kind kind) {}

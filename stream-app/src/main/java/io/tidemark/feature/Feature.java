package io.tidemark.feature;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;

/**
 * One value of an entity's vector.
 *
 * @param name {@code <group>.<feature>_<window>}, or {@code <group>.<feature>} over all time
 * @param group index of the group in the plan
 * @param op the aggregation; {@code null} where the value is derived from others
 * @param window the window, or {@code null} over all time
 * @param type what the value is when it is present: {@code INT} is a {@link Long}
 */
public record Feature(String name, int group, AggregateOp op, Window window, FieldType type) {

  /** The kind of the value. */
  public Kind kind() {
    return type.kind();
  }
}

package io.tidemark.training;

import io.tidemark.avro.LabelledExample;
import java.util.function.Function;

/**
 * A column of a file of rows.
 *
 * @param name its name
 * @param kind what its cells are
 * @param field gets the value out of an example
 */
public record Column(String name, ColumnKind kind, Function<LabelledExample, Object> field) {

  /** The cell of an example: Boolean, Long, Double, String or Instant; {@code null} for none. */
  public Object cell(LabelledExample example) {
    Object value = field.apply(example);
    return value == null ? null : kind.cell(value);
  }
}

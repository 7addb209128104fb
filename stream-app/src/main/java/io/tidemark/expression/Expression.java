package io.tidemark.expression;

import io.tidemark.event.FieldType;
import io.tidemark.event.Fields;

/**
 * A compiled, type-checked, side-effect-free expression over the fields of a record. Thread-safe.
 */
public interface Expression {
  /**
   * Evaluates the expression.
   *
   * @return a value of {@link #type()}, in the Java class {@link Fields} gives for it; {@code null}
   *     where a field it needs is null
   * @throws EvaluationException when evaluation fails, for instance on division by zero
   */
  Object evaluate(Fields fields);

  /** The type the checker found. */
  FieldType type();

  /** The expression as written. */
  String text();
}

package io.tidemark.expression;

import io.tidemark.event.FieldType;
import io.tidemark.event.Fields;
import java.util.Set;

/**
 * A compiled, type-checked, side-effect-free expression over the fields of a record. Thread-safe.
 *
 * <p><b>Null.</b> An operator or function applied to null gives null, so {@code price * quantity}
 * is null where either field is. {@code x == null} and {@code x != null} test for it; other
 * equalities and {@code in} compare null like any value and are never null themselves. {@code &&}
 * and {@code ||} are three-valued: {@code false && null} is false, {@code true || null} is true,
 * otherwise a null operand gives null. A null condition makes {@code c ? a : b} null.
 *
 * <p><b>Errors.</b> Integer overflow, integer division by zero, an index or map key that is not
 * there and a text that cannot be converted are errors; {@code false && error} and {@code true ||
 * error} are not, on either side. Floating-point division follows IEEE 754.
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

  /**
   * Evaluates a condition: true only where the value is true, so null counts as false.
   *
   * @throws EvaluationException when evaluation fails
   */
  default boolean holds(Fields fields) {
    return Boolean.TRUE.equals(evaluate(fields));
  }

  /** The type the checker found; nullable where a field or element it needs may be null. */
  FieldType type();

  /** The names of the record's own fields that it reads. */
  Set<String> fields();

  /** The expression as written. */
  String text();
}

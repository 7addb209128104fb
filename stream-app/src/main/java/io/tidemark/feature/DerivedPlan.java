package io.tidemark.feature;

import io.tidemark.event.FieldType.Kind;
import io.tidemark.expression.EvaluationException;
import io.tidemark.expression.Expression;
import java.util.BitSet;
import java.util.Map;

/**
 * A value computed from others of its group.
 *
 * @param field index in the vector
 * @param expression over the group's names
 * @param fieldByName index in the vector of each name the expression may use
 */
record DerivedPlan(int field, Expression expression, Map<String, Integer> fieldByName) {
  DerivedPlan {
    fieldByName = Map.copyOf(fieldByName);
  }

  /** Sets the value; it is warming where a value it needs is. */
  void compute(Object[] values, BitSet warming) {
    boolean[] needsWarming = new boolean[1];
    try {
      values[field] =
          present(
              expression.evaluate(
                  name -> {
                    int needed = fieldByName.get(name);
                    needsWarming[0] |= warming.get(needed);
                    return values[needed];
                  }));
    } catch (EvaluationException e) {
      // such as a division by zero: there is no value
      values[field] = null;
    }
    warming.set(field, needsWarming[0]);
  }

  private Object present(Object value) {
    if (expression.type().kind() == Kind.DOUBLE && value instanceof Number number) {
      double real = number.doubleValue();
      return Double.isFinite(real) ? (Double) real : null;
    }
    return value;
  }
}

package io.tidemark.expression;

import io.tidemark.event.Fields;

/**
 * Three-valued logic. A failed operand is absorbed when the other one decides the result alone, on
 * either side, as CEL demands.
 */
final class Logic {
  private Logic() {}

  static Node and(Node left, Node right) {
    return fields -> combine(left, right, fields, Boolean.FALSE);
  }

  static Node or(Node left, Node right) {
    return fields -> combine(left, right, fields, Boolean.TRUE);
  }

  static Node not(Node operand) {
    return fields -> {
      Object value = operand.eval(fields);
      return value == null ? null : (Object) !bool(value);
    };
  }

  static Node conditional(Node condition, Node then, Node otherwise) {
    return fields -> {
      Object value = condition.eval(fields);
      if (value == null) {
        return null;
      }
      return bool(value) ? then.eval(fields) : otherwise.eval(fields);
    };
  }

  /** True unless the operand is false: what macros use as a loop condition. */
  static Node notStrictlyFalse(Node operand) {
    return fields -> {
      try {
        return !Boolean.FALSE.equals(operand.eval(fields));
      } catch (Failure absorbed) {
        return true;
      }
    };
  }

  private static Object combine(Node left, Node right, Fields fields, Boolean decisive) {
    Object first;
    try {
      first = left.eval(fields);
    } catch (Failure failure) {
      return decisiveOrThrow(right, fields, decisive, failure);
    }
    if (decisive.equals(first)) {
      return decisive;
    }
    Object second = right.eval(fields);
    if (decisive.equals(second)) {
      return decisive;
    }
    return bothKnown(first, second) ? (Object) !decisive : null;
  }

  private static boolean bothKnown(Object first, Object second) {
    boolean known = first != null && second != null;
    if (known) {
      bool(first);
      bool(second);
    }
    return known;
  }

  private static Object decisiveOrThrow(Node other, Fields fields, Boolean decisive, Failure why) {
    if (decisive.equals(other.eval(fields))) {
      return decisive;
    }
    throw why;
  }

  private static boolean bool(Object value) {
    if (value instanceof Boolean known) {
      return known;
    }
    throw Failure.noOverload("condition", value);
  }
}

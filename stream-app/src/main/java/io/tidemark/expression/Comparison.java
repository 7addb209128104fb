package io.tidemark.expression;

import io.tidemark.event.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CEL's order and equality. Numbers compare across int and double; NaN is neither equal to, below
 * nor above anything. Values of different kinds are unequal but have no order.
 */
final class Comparison {
  private Comparison() {}

  /** An ordering operator. */
  enum Order {
    LESS("<"),
    LESS_EQUALS("<="),
    GREATER(">"),
    GREATER_EQUALS(">=");

    private final String symbol;

    Order(String symbol) {
      this.symbol = symbol;
    }

    boolean holds(double a, double b) {
      return switch (this) {
        case LESS -> a < b;
        case LESS_EQUALS -> a <= b;
        case GREATER -> a > b;
        case GREATER_EQUALS -> a >= b;
      };
    }

    boolean holds(int sign) {
      return switch (this) {
        case LESS -> sign < 0;
        case LESS_EQUALS -> sign <= 0;
        case GREATER -> sign > 0;
        case GREATER_EQUALS -> sign >= 0;
      };
    }

    /** Applies the operator to two non-null values. */
    Boolean test(Object a, Object b) {
      if (a instanceof Double x && b instanceof Double y) {
        return holds(x, y);
      }
      if (a instanceof Long x && b instanceof Long y) {
        return holds(Long.compare(x, y));
      }
      if (a instanceof Number x && b instanceof Number y) {
        return holds(x.doubleValue(), y.doubleValue());
      }
      return holds(compare(symbol, a, b));
    }
  }

  private static int compare(String symbol, Object a, Object b) {
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Instant x && b instanceof Instant y) {
      return x.compareTo(y);
    }
    if (a instanceof Duration x && b instanceof Duration y) {
      return x.compareTo(y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return Boolean.compare(x, y);
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.compareUnsigned(x, y);
    }
    throw Failure.noOverload(symbol, a, b);
  }

  /** Whether two values are equal; null equals null alone. */
  static boolean equal(Object a, Object b) {
    if (a == null || b == null) {
      return a == b;
    }
    if (a instanceof Long x && b instanceof Long y) {
      return x.longValue() == y.longValue();
    }
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() == y.doubleValue();
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.equals(x, y);
    }
    return equalStructures(a, b);
  }

  private static boolean equalStructures(Object a, Object b) {
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return equalLists(x, y);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return equalMaps(x, y);
    }
    if (a instanceof Fields && b instanceof Fields) {
      throw Failure.noOverload("==", a, b);
    }
    return a.equals(b);
  }

  private static boolean equalLists(List<?> x, List<?> y) {
    boolean equal = x.size() == y.size();
    for (int i = 0; equal && i < x.size(); i++) {
      equal = equal(x.get(i), y.get(i));
    }
    return equal;
  }

  private static boolean equalMaps(Map<?, ?> x, Map<?, ?> y) {
    return x.size() == y.size()
        && x.entrySet().stream()
            .allMatch(e -> y.containsKey(e.getKey()) && equal(e.getValue(), y.get(e.getKey())));
  }
}

package io.tidemark.expression;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * CEL's arithmetic on non-null values, with one addition: an int beside a double is widened to
 * double. Integers are checked for overflow.
 */
final class Arithmetic {
  private Arithmetic() {}

  static Object add(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Math.addExact(x, y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() + y.doubleValue();
    }
    if (a instanceof String x && b instanceof String y) {
      return x.concat(y);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return concat(x, y);
    }
    return addTimes(a, b);
  }

  private static Object addTimes(Object a, Object b) {
    if (a instanceof Instant x && b instanceof Duration y) {
      return x.plus(y);
    }
    if (a instanceof Duration x && b instanceof Instant y) {
      return y.plus(x);
    }
    if (a instanceof Duration x && b instanceof Duration y) {
      return x.plus(y);
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return concat(x, y);
    }
    throw Failure.noOverload("+", a, b);
  }

  static Object subtract(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Math.subtractExact(x, y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() - y.doubleValue();
    }
    if (a instanceof Instant x && b instanceof Instant y) {
      return Duration.between(y, x);
    }
    if (a instanceof Instant x && b instanceof Duration y) {
      return x.minus(y);
    }
    if (a instanceof Duration x && b instanceof Duration y) {
      return x.minus(y);
    }
    throw Failure.noOverload("-", a, b);
  }

  static Object multiply(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Math.multiplyExact(x, y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() * y.doubleValue();
    }
    throw Failure.noOverload("*", a, b);
  }

  static Object divide(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return divide(x.longValue(), y.longValue());
    }
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() / y.doubleValue();
    }
    throw Failure.noOverload("/", a, b);
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw new Failure("division by zero: " + a + " / 0");
    }
    if (a == Long.MIN_VALUE && b == -1) {
      throw new Failure("integer overflow: " + a + " / -1");
    }
    return a / b;
  }

  static Object modulo(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      if (y == 0) {
        throw new Failure("division by zero: " + x + " % 0");
      }
      return x % y;
    }
    throw Failure.noOverload("%", a, b);
  }

  static Object negate(Object a) {
    if (a instanceof Long x) {
      return Math.negateExact(x);
    }
    if (a instanceof Double x) {
      return -x;
    }
    throw Failure.noOverload("-", a);
  }

  private static List<Object> concat(List<?> x, List<?> y) {
    List<Object> all = new ArrayList<>(x.size() + y.size());
    all.addAll(x);
    all.addAll(y);
    return all;
  }

  private static byte[] concat(byte[] x, byte[] y) {
    byte[] all = new byte[x.length + y.length];
    System.arraycopy(x, 0, all, 0, x.length);
    System.arraycopy(y, 0, all, x.length, y.length);
    return all;
  }
}

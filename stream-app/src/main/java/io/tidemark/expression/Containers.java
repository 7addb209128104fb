package io.tidemark.expression;

import io.tidemark.event.Fields;
import java.util.List;
import java.util.Map;

/** Size, membership, index and member access. */
final class Containers {
  private Containers() {}

  /** Code points of a string, bytes, elements or entries. */
  static Object size(Object value) {
    if (value instanceof String x) {
      return (long) x.codePointCount(0, x.length());
    }
    if (value instanceof List<?> x) {
      return (long) x.size();
    }
    if (value instanceof Map<?, ?> x) {
      return (long) x.size();
    }
    if (value instanceof byte[] x) {
      return (long) x.length;
    }
    throw Failure.noOverload("size", value);
  }

  /** Whether a list holds the value or a map the key; null when there is no container. */
  static Object in(Object value, Object container) {
    if (container == null) {
      return null;
    }
    if (container instanceof List<?> list) {
      return contains(list, value);
    }
    if (container instanceof Map<?, ?> map) {
      return value != null && map.containsKey(value);
    }
    throw Failure.noOverload("in", value, container);
  }

  private static boolean contains(List<?> list, Object value) {
    for (Object element : list) {
      if (Comparison.equal(value, element)) {
        return true;
      }
    }
    return false;
  }

  static Object index(Object container, Object index) {
    if (container instanceof List<?> list && index instanceof Long position) {
      return element(list, position);
    }
    if (container instanceof Map<?, ?> map) {
      return entry(map, index);
    }
    throw Failure.noOverload("[]", container, index);
  }

  private static Object element(List<?> list, long position) {
    if (position < 0 || position >= list.size()) {
      throw new Failure("no element " + position + " in a list of " + list.size());
    }
    return list.get((int) position);
  }

  private static Object entry(Map<?, ?> map, Object key) {
    Object value = map.get(key);
    if (value == null && !map.containsKey(key)) {
      throw new Failure("no key '" + key + "' in the map");
    }
    return value;
  }

  /** The member of a nested record or map; null of null. */
  static Object member(Object owner, String name) {
    if (owner instanceof Fields record) {
      return record.get(name);
    }
    if (owner instanceof Map<?, ?> map) {
      return entry(map, name);
    }
    if (owner == null) {
      return null;
    }
    throw Failure.noOverload("." + name, owner);
  }

  /** Whether a nested record's field is not null, or a map has the key; false of null. */
  static boolean has(Object owner, String name) {
    if (owner instanceof Map<?, ?> map) {
      return map.containsKey(name);
    }
    return member(owner, name) != null;
  }
}

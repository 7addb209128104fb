package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.event.FieldType.Kind;
import java.util.Arrays;
import java.util.List;

/** Scalars in an array that grows. Not thread-safe. */
class ScalarList {
  private Object[] values;
  private int size;

  ScalarList(int capacity) {
    values = new Object[capacity];
  }

  ScalarList(ScalarList other) {
    values = Arrays.copyOf(other.values, Math.max(1, other.size));
    size = other.size;
  }

  /** Makes room for {@code capacity} values at least. */
  final void reserve(int capacity) {
    if (capacity > values.length) {
      values = Arrays.copyOf(values, capacity);
    }
  }

  int size() {
    return size;
  }

  Object get(int index) {
    return values[index];
  }

  /**
   * Where a value is in a list that ascends by {@link Scalar#compare}; {@code -(insertion point) -
   * 1} when it is not.
   */
  int find(Object value) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Scalar.compare(values[middle], value);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  void insert(int at, Object value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1) + 1);
    }
    System.arraycopy(values, at, values, at + 1, size - at);
    values[at] = value;
    size++;
  }

  /** Reads the next value of a list, which must ascend. */
  Object ascending(ByteReader in) {
    Object value = Scalar.decode(in);
    if (value == null || (size > 0 && Scalar.compare(values[size - 1], value) >= 0)) {
      throw in.damaged("values that do not ascend");
    }
    return value;
  }

  void set(int at, Object value) {
    values[at] = value;
  }

  /** Keeps the first {@code count}. */
  void truncate(int count) {
    Arrays.fill(values, count, size, null);
    size = count;
  }

  /** The values as ones among inputs of a kind; immutable. */
  List<Object> toList(Kind input) {
    Object[] result = new Object[size];
    for (int i = 0; i < size; i++) {
      result[i] = Scalar.as(values[i], input);
    }
    return List.of(result);
  }
}

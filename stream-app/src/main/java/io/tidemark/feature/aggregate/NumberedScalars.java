package io.tidemark.feature.aggregate;

import java.util.Arrays;

/** Scalars with a number beside each, in two arrays that grow. Not thread-safe. */
abstract class NumberedScalars {
  final ScalarList values;
  private long[] numbers;

  NumberedScalars() {
    values = new ScalarList(1);
    numbers = new long[1];
  }

  NumberedScalars(NumberedScalars other) {
    values = new ScalarList(other.values);
    numbers = other.numbers.clone();
  }

  final int size() {
    return values.size();
  }

  public final boolean isEmpty() {
    return size() == 0;
  }

  final long number(int index) {
    return numbers[index];
  }

  final void number(int index, long number) {
    numbers[index] = number;
  }

  /** A copy of the numbers, in the order of the values. */
  final long[] numbers() {
    return Arrays.copyOf(numbers, size());
  }

  /** Makes room for {@code capacity} scalars at least. */
  final void reserve(int capacity) {
    values.reserve(capacity);
    if (capacity > numbers.length) {
      numbers = Arrays.copyOf(numbers, capacity);
    }
  }

  final void insert(int at, Object value, long number) {
    int size = size();
    values.insert(at, value);
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size + (size >> 1) + 1);
    }
    System.arraycopy(numbers, at, numbers, at + 1, size - at);
    numbers[at] = number;
  }
}

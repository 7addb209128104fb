package io.tidemark.feature;

import java.util.Arrays;

/**
 * The tiles of one tier that hold something, by ascending number. Its size follows the events,
 * never the length of a window.
 */
final class TileSeries {
  private static final int INITIAL_CAPACITY = 2;

  private final Cells cells;
  private long[] numbers = new long[INITIAL_CAPACITY];
  private int size;

  TileSeries(SlotLayout layout) {
    this.cells = new Cells(layout, INITIAL_CAPACITY);
  }

  int size() {
    return size;
  }

  long number(int index) {
    return numbers[index];
  }

  Cells cells() {
    return cells;
  }

  /** Index of the tile with this number, opened empty when there was none. */
  int open(long number) {
    int last = size - 1;
    if (last >= 0 && numbers[last] == number) {
      return last;
    }
    if (last < 0 || numbers[last] < number) {
      return insert(size, number);
    }
    int found = Arrays.binarySearch(numbers, 0, size, number);
    return found >= 0 ? found : insert(-found - 1, number);
  }

  private int insert(int at, long number) {
    if (size == numbers.length) {
      int capacity = size + (size >> 1) + 1;
      numbers = Arrays.copyOf(numbers, capacity);
      cells.grow(capacity);
    }
    System.arraycopy(numbers, at, numbers, at + 1, size - at);
    numbers[at] = number;
    cells.insert(at, size);
    size++;
    return at;
  }

  /** Opens empty tiles with these ascending numbers in a series that has none. */
  void load(long[] ascending) {
    for (int i = 1; i < ascending.length; i++) {
      if (ascending[i] <= ascending[i - 1]) {
        throw StateFormatException.corrupt("tile " + ascending[i] + " after " + ascending[i - 1]);
      }
    }
    if (ascending.length > 0) {
      numbers = ascending;
      size = ascending.length;
      cells.grow(size);
    }
  }

  /** Forgets the tiles with numbers below {@code first}. */
  void prune(long first) {
    int count = 0;
    while (count < size && numbers[count] < first) {
      count++;
    }
    if (count > 0) {
      cells.removeFirst(count, size);
      size -= count;
      System.arraycopy(numbers, count, numbers, 0, size);
    }
  }

  long heapBytes() {
    return 8L * numbers.length + cells.heapBytes();
  }
}

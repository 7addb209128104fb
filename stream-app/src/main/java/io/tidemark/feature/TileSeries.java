package io.tidemark.feature;

import io.tidemark.feature.aggregate.Cells;
import io.tidemark.feature.aggregate.SlotLayout;
import java.util.Arrays;

/**
 * The tiles of one tier that hold something, by ascending number, at the places {@code [begin,
 * end)}. Its size follows the events, never the length of a window. What leaves at the front is
 * moved over only when room is needed, so that a long series slides at no cost.
 */
final class TileSeries {
  private static final long[] NONE = {};

  private final Cells cells;
  private long[] numbers = NONE;
  private int begin;
  private int end;

  TileSeries(SlotLayout layout) {
    this.cells = new Cells(layout, 0);
  }

  int begin() {
    return begin;
  }

  int end() {
    return end;
  }

  int size() {
    return end - begin;
  }

  boolean isEmpty() {
    return begin == end;
  }

  long number(int at) {
    return numbers[at];
  }

  /** Number of the newest tile of a series that is not empty. */
  long newest() {
    return numbers[end - 1];
  }

  Cells cells() {
    return cells;
  }

  /** Place of the first tile with this number or a later one; the end when there is none. */
  int firstFrom(long number) {
    int found = Arrays.binarySearch(numbers, begin, end, number);
    return found >= 0 ? found : -found - 1;
  }

  /** Place of the tile with this number, opened empty when there was none. */
  int open(long number) {
    if (!isEmpty() && numbers[end - 1] == number) {
      return end - 1;
    }
    boolean newest = isEmpty() || numbers[end - 1] < number;
    int at = newest ? end : firstFrom(number);
    return !newest && numbers[at] == number ? at : insert(at, number);
  }

  private int insert(int at, long number) {
    int place = at - makeRoom();
    System.arraycopy(numbers, place, numbers, place + 1, end - place);
    numbers[place] = number;
    cells.insert(place, end);
    end++;
    return place;
  }

  /** Makes room for one more; by how much the tiles moved down. */
  private int makeRoom() {
    if (end < numbers.length) {
      return 0;
    }
    int moved = begin;
    if (moved > numbers.length / 4) {
      System.arraycopy(numbers, begin, numbers, 0, size());
      cells.move(begin, end, 0);
      end -= moved;
      begin = 0;
      return moved;
    }
    int capacity = end + (end >> 1) + 1;
    numbers = Arrays.copyOf(numbers, capacity);
    cells.grow(capacity);
    return 0;
  }

  /** Opens empty tiles with these ascending numbers in a series that has none. */
  void load(long[] ascending) {
    if (ascending.length > 0) {
      numbers = ascending;
      end = ascending.length;
      cells.grow(end);
    }
  }

  /** Forgets the tiles with numbers below {@code first}. */
  void prune(long first) {
    if (!isEmpty() && numbers[begin] < first) {
      int kept = firstFrom(first);
      cells.clear(begin, kept);
      begin = kept == end ? 0 : kept;
      end = kept == end ? 0 : end;
    }
  }

  long heapBytes() {
    return 8L * numbers.length + cells.heapBytes();
  }
}

package io.tidemark.feature;

import java.util.Arrays;

/**
 * The aggregates of several tiles in two flat arrays: a fixed number of words and of references per
 * tile. A cell of zero words and null references is empty, so opening a tile is clearing it. Flat
 * arrays keep a tile of three aggregates at some 60 bytes, a third of what objects would take.
 */
final class Cells {
  private final int wordsPerTile;
  private final int refsPerTile;
  private long[] words;

  /** Null until the first reference is stored: most aggregates need words alone. */
  private Object[] refs;

  Cells(SlotLayout layout, int capacity) {
    this.wordsPerTile = layout.words();
    this.refsPerTile = layout.refs();
    this.words = new long[capacity * wordsPerTile];
  }

  int wordOffset(int tile) {
    return tile * wordsPerTile;
  }

  int refOffset(int tile) {
    return tile * refsPerTile;
  }

  long word(int offset) {
    return words[offset];
  }

  void word(int offset, long value) {
    words[offset] = value;
  }

  Object ref(int offset) {
    return refs == null ? null : refs[offset];
  }

  void ref(int offset, Object value) {
    if (refs == null) {
      if (value == null) {
        return;
      }
      refs = new Object[words.length / Math.max(1, wordsPerTile) * refsPerTile];
    }
    refs[offset] = value;
  }

  /** Empties every cell. */
  void clear() {
    Arrays.fill(words, 0);
    if (refs != null) {
      Arrays.fill(refs, null);
    }
  }

  /** Makes room for {@code capacity} tiles. */
  void grow(int capacity) {
    words = Arrays.copyOf(words, capacity * wordsPerTile);
    if (refs != null) {
      refs = Arrays.copyOf(refs, capacity * refsPerTile);
    }
  }

  /** Opens an empty tile at {@code at}, moving the tiles {@code [at, size)} up by one. */
  void insert(int at, int size) {
    shift(words, wordsPerTile, at, size);
    Arrays.fill(words, at * wordsPerTile, (at + 1) * wordsPerTile, 0);
    if (refs != null) {
      shift(refs, refsPerTile, at, size);
      Arrays.fill(refs, at * refsPerTile, (at + 1) * refsPerTile, null);
    }
  }

  /** Drops the first {@code count} of {@code size} tiles. */
  void removeFirst(int count, int size) {
    drop(words, wordsPerTile, count, size);
    if (refs != null) {
      drop(refs, refsPerTile, count, size);
      Arrays.fill(refs, (size - count) * refsPerTile, size * refsPerTile, null);
    }
  }

  long heapBytes() {
    return 8L * words.length + (refs == null ? 0 : 4L * refs.length);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both arrays are the same one
  private static void shift(Object array, int width, int at, int size) {
    System.arraycopy(array, at * width, array, (at + 1) * width, (size - at) * width);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both arrays are the same one
  private static void drop(Object array, int width, int count, int size) {
    System.arraycopy(array, count * width, array, 0, (size - count) * width);
  }
}

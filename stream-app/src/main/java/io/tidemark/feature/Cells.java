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

  /** Makes room for {@code capacity} tiles. */
  void grow(int capacity) {
    words = Arrays.copyOf(words, capacity * wordsPerTile);
    if (refs != null) {
      refs = Arrays.copyOf(refs, capacity * refsPerTile);
    }
  }

  /** Opens an empty tile at {@code at}, moving the tiles {@code [at, end)} up by one. */
  void insert(int at, int end) {
    move(at, end, at + 1);
    clear(at, at + 1);
  }

  /** Moves the tiles {@code [from, end)} so that the first of them is at {@code to}. */
  void move(int from, int end, int to) {
    move(words, wordsPerTile, from, end, to);
    if (refs != null) {
      move(refs, refsPerTile, from, end, to);
    }
  }

  /** Empties the tiles {@code [from, end)}. */
  void clear(int from, int end) {
    Arrays.fill(words, from * wordsPerTile, end * wordsPerTile, 0);
    if (refs != null) {
      Arrays.fill(refs, from * refsPerTile, end * refsPerTile, null);
    }
  }

  long heapBytes() {
    return 8L * words.length + (refs == null ? 0 : 4L * refs.length);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both arrays are the same one
  private static void move(Object array, int width, int from, int end, int to) {
    System.arraycopy(array, from * width, array, to * width, (end - from) * width);
  }
}

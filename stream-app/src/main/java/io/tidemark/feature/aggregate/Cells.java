package io.tidemark.feature.aggregate;

import java.util.Arrays;

/**
 * The aggregates of several tiles in two flat arrays: a fixed number of words and of references per
 * tile. A cell of zero words and null references is empty, so opening a tile is clearing it. Flat
 * arrays keep a tile of three aggregates at some 60 bytes, a third of what objects would take.
 */
public final class Cells {
  private final int wordsPerTile;
  private final int refsPerTile;
  private int capacity;
  private long[] words;

  /** Null until the first reference is stored: most aggregates need words alone. */
  private Object[] refs;

  /** Empty tiles, so many as {@code capacity} says. */
  public Cells(SlotLayout layout, int capacity) {
    this.wordsPerTile = layout.words();
    this.refsPerTile = layout.refs();
    this.capacity = capacity;
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
      refs = new Object[capacity * refsPerTile];
    }
    refs[offset] = value;
  }

  /** Whether a place of a tile holds nothing. */
  public boolean isEmpty(int tile, Slot slot) {
    int word = wordOffset(tile) + slot.word();
    for (int i = 0; i < slot.aggregation().words(); i++) {
      if (words[word + i] != 0) {
        return false;
      }
    }
    return slot.aggregation().refs() == 0 || ref(refOffset(tile) + slot.ref()) == null;
  }

  /** Makes room for {@code capacity} tiles. */
  public void grow(int capacity) {
    this.capacity = capacity;
    words = Arrays.copyOf(words, capacity * wordsPerTile);
    if (refs != null) {
      refs = Arrays.copyOf(refs, capacity * refsPerTile);
    }
  }

  /** Opens an empty tile at {@code at}, moving the tiles {@code [at, end)} up by one. */
  public void insert(int at, int end) {
    move(at, end, at + 1);
    clear(at, at + 1);
  }

  /** Moves the tiles {@code [from, end)} so that the first of them is at {@code to}. */
  public void move(int from, int end, int to) {
    move(words, wordsPerTile, from, end, to);
    if (refs != null) {
      move(refs, refsPerTile, from, end, to);
    }
  }

  /** Empties the tiles {@code [from, end)}. */
  public void clear(int from, int end) {
    Arrays.fill(words, from * wordsPerTile, end * wordsPerTile, 0);
    if (refs != null) {
      Arrays.fill(refs, from * refsPerTile, end * refsPerTile, null);
    }
  }

  /** Rough size of the arrays. */
  public long heapBytes() {
    return 8L * words.length + (refs == null ? 0 : 4L * refs.length);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both arrays are the same one
  private static void move(Object array, int width, int from, int end, int to) {
    System.arraycopy(array, from * width, array, to * width, (end - from) * width);
  }
}

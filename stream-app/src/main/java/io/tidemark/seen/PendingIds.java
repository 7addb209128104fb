package io.tidemark.seen;

import java.util.Arrays;

/**
 * Hashes of the ids that were accepted since the last row was written: 28 to 56 bytes each, in
 * arrays that grow. Not thread-safe.
 */
public final class PendingIds {
  /** Most ids of a row, which then takes less than half of what a broker accepts as a record. */
  public static final int MOST = 1 << 14;

  private static final int FEWEST = 1 << 8;

  private long[] highs = new long[FEWEST];
  private long[] lows = new long[FEWEST];
  private long[] times = new long[FEWEST];

  /** One more than the place of an id, 0 for none; at most half of it is taken. */
  private int[] places = new int[2 * FEWEST];

  private int size;

  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == MOST;
  }

  /** Adds an id; there must be room. */
  public void add(long high, long low, long timeMs) {
    if (size == highs.length) {
      grow();
    }
    highs[size] = high;
    lows[size] = low;
    times[size] = timeMs;
    size++;
    place(low, size);
  }

  private void grow() {
    int length = 2 * size;
    highs = Arrays.copyOf(highs, length);
    lows = Arrays.copyOf(lows, length);
    times = Arrays.copyOf(times, length);
    places = new int[2 * length];
    for (int i = 0; i < size; i++) {
      place(lows[i], i + 1);
    }
  }

  private void place(long low, int place) {
    int at = slot(low);
    while (places[at] != 0) {
      at = next(at);
    }
    places[at] = place;
  }

  private int slot(long low) {
    return (int) low & (places.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (places.length - 1);
  }

  /** Whether the id was added with a time at most so far away. */
  public boolean has(long high, long low, long timeMs, long windowMs) {
    for (int at = slot(low); places[at] != 0; at = next(at)) {
      int i = places[at] - 1;
      if (lows[i] == low && highs[i] == high && Math.abs(times[i] - timeMs) <= windowMs) {
        return true;
      }
    }
    return false;
  }

  /**
   * Shows all of them ordered by the upper 50 bits of their hashes, which makes them neighbours of
   * each other where they are stored.
   */
  public void inOrder(IdVisitor visitor) {
    long[] order = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = (highs[i] & -MOST) | i;
    }
    Arrays.sort(order);
    for (long entry : order) {
      int i = (int) entry & (MOST - 1);
      visitor.id(highs[i], lows[i], times[i]);
    }
  }

  public void clear() {
    Arrays.fill(places, 0);
    size = 0;
  }

  /** What they take on the heap. */
  public int bytes() {
    return 3 * Long.BYTES * highs.length + Integer.BYTES * places.length;
  }
}

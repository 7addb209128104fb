package io.tidemark.feature.aggregate;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.util.Arrays;

/**
 * How many numbers fell into each bin of a logarithmic scale, ascending, empty bins left out: a
 * value read from a bin is within 1 % of every number in it. Where there would be more than {@value
 * #MAX} bins, neighbours are joined in pairs until there are not, at twice the error each time.
 * Which bins there are depends on the numbers alone, not on their order. Not thread-safe.
 */
final class Bins {
  /*
   * C. Masson et al., DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error
   * Guarantees, VLDB 2019; joining pairs instead of dropping a tail: I. Epicoco et al., UDDSketch,
   * IEEE Access 2020.
   *
   * Key of a bin: 0 for zero and what is subnormal, k from 1 up for positive numbers, -k for their
   * negatives, so that keys ascend with the numbers. At level n, 2^n bins of level 0 are one.
   */

  /** At full accuracy enough for numbers all over nine decades. */
  static final int MAX = 1_024;

  private static final double ACCURACY = 0.01;
  private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);
  private static final int BEFORE_FIRST = MAPPING.index(MAPPING.minIndexableValue()) - 1;
  private static final int MAX_KEY = MAPPING.index(MAPPING.maxIndexableValue()) - BEFORE_FIRST;

  /** More than enough for two bins, one per sign. */
  private static final int MAX_LEVEL = Integer.SIZE - Integer.numberOfLeadingZeros(MAX_KEY);

  private int level;
  private int size;
  private int[] keys = new int[1];
  private long[] counts = new long[1];

  Bins() {}

  Bins(Bins other) {
    level = other.level;
    size = other.size;
    keys = Arrays.copyOf(other.keys, Math.max(1, size));
    counts = Arrays.copyOf(other.counts, Math.max(1, size));
  }

  private static int key(double number) {
    double magnitude = Math.abs(number);
    if (magnitude < MAPPING.minIndexableValue()) {
      return 0;
    }
    int key = MAPPING.index(Math.min(magnitude, MAPPING.maxIndexableValue())) - BEFORE_FIRST;
    return number < 0 ? -key : key;
  }

  private static int coarser(int key, int levels) {
    int magnitude = ((Math.abs(key) - 1) >> levels) + 1;
    return key < 0 ? -magnitude : magnitude;
  }

  int size() {
    return size;
  }

  int level() {
    return level;
  }

  void add(double number, long count) {
    insert(coarser(key(number), level), count);
    shrink();
  }

  void addAll(Bins other) {
    while (level < other.level) {
      coarsen();
    }
    for (int i = 0; i < other.size; i++) {
      insert(coarser(other.keys[i], level - other.level), other.counts[i]);
      shrink();
    }
  }

  private void insert(int key, long count) {
    int found = Arrays.binarySearch(keys, 0, size, key);
    if (found >= 0) {
      counts[found] += count;
      return;
    }
    int at = -found - 1;
    if (size == keys.length) {
      int capacity = size + (size >> 1) + 1;
      keys = Arrays.copyOf(keys, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    keys[at] = key;
    counts[at] = count;
    size++;
  }

  private void shrink() {
    while (size > MAX) {
      coarsen();
    }
  }

  private void coarsen() {
    level++;
    int last = 0;
    for (int i = 0; i < size; i++) {
      int key = coarser(keys[i], 1);
      if (i > 0 && key == keys[last]) {
        counts[last] += counts[i];
      } else {
        last = i == 0 ? 0 : last + 1;
        keys[last] = key;
        counts[last] = counts[i];
      }
    }
    size = Math.min(size, last + 1);
  }

  /** A number from the bin that holds the one of a rank, from 0 in ascending order. */
  double atRank(long rank) {
    long seen = 0;
    int i = -1;
    do {
      i++;
      seen += counts[i];
    } while (seen <= rank && i < size - 1);
    return number(keys[i]);
  }

  private double number(int key) {
    if (key == 0) {
      return 0.0;
    }
    int magnitude = Math.abs(key);
    double low = MAPPING.lowerBound(((magnitude - 1) << level) + 1 + BEFORE_FIRST);
    double high = MAPPING.upperBound((magnitude << level) + BEFORE_FIRST);
    // As far from both ends, relative to them.
    double middle = low * (2 / (1 + low / high));
    return key < 0 ? -middle : middle;
  }

  void encode(ByteWriter out) {
    out.unsigned(level);
    out.unsigned(size);
    int before = 0;
    for (int i = 0; i < size; i++) {
      out.signed((long) keys[i] - before);
      out.unsigned(counts[i]);
      before = keys[i];
    }
  }

  /** Reads bins that hold {@code total} numbers. */
  static Bins decode(ByteReader in, long total) {
    Bins bins = new Bins();
    long level = in.unsigned();
    int size = in.count();
    if (level < 0 || level > MAX_LEVEL || size > MAX) {
      throw in.damaged(size + " bins of level " + level);
    }
    bins.level = (int) level;
    bins.keys = new int[Math.max(1, size)];
    bins.counts = new long[Math.max(1, size)];
    long rest = total;
    for (int i = 0; i < size; i++) {
      rest -= bins.read(in);
    }
    if (rest != 0) {
      throw in.damaged("bins that hold " + (total - rest) + " of " + total);
    }
    return bins;
  }

  private long read(ByteReader in) {
    long key = (size == 0 ? 0 : keys[size - 1]) + in.signed();
    long count = in.unsigned();
    boolean ascends = size == 0 || key > keys[size - 1];
    if (!ascends || Math.abs(key) > coarser(MAX_KEY, level) || count <= 0) {
      throw in.damaged("a bin " + key + " of " + count);
    }
    keys[size] = (int) key;
    counts[size] = count;
    size++;
    return count;
  }
}

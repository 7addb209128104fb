package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each value occurred: exact while there are at most {@code max} different values, and
 * order-independent. Beyond, every value that makes up more than {@code 1 / (max + 1)} of all is
 * still there, and no count is short by more than that share of all. Not thread-safe.
 */
final class Frequencies {
  /*
   * Misra and Gries, Finding Repeated Elements, 1982; merged as in Agarwal et al., Mergeable
   * Summaries, 2012: counts are added, and where more than max are left the largest one too many is
   * taken from all.
   */

  private final int max;
  private final ScalarList values;
  private long[] counts;

  Frequencies(int max, int capacity) {
    this.max = max;
    values = new ScalarList(capacity);
    counts = new long[capacity];
  }

  Frequencies(Frequencies other) {
    max = other.max;
    values = new ScalarList(other.values);
    counts = other.counts.clone();
  }

  int size() {
    return values.size();
  }

  void add(Object value) {
    count(value, 1);
    shrink();
  }

  void addAll(Frequencies other) {
    for (int i = 0; i < other.size(); i++) {
      count(other.values.get(i), other.counts[i]);
    }
    shrink();
  }

  private void count(Object value, long count) {
    int found = values.find(value);
    if (found >= 0) {
      counts[found] += count;
      return;
    }
    int at = -found - 1;
    int size = size();
    values.insert(at, value);
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, size + (size >> 1) + 1);
    }
    System.arraycopy(counts, at, counts, at + 1, size - at);
    counts[at] = count;
  }

  private void shrink() {
    int size = size();
    if (size <= max) {
      return;
    }
    long[] ascending = Arrays.copyOf(counts, size);
    Arrays.sort(ascending);
    long excess = ascending[size - 1 - max];
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (counts[i] > excess) {
        counts[kept] = counts[i] - excess;
        values.set(kept++, values.get(i));
      }
    }
    values.truncate(kept);
  }

  /** The most frequent values, most frequent first; of equally frequent ones the smaller first. */
  List<Object> top(int count, Kind input) {
    return IntStream.range(0, size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> -counts[i]))
        .limit(count)
        .map(i -> Scalar.as(values.get(i), input))
        .toList();
  }

  void encode(ByteWriter out) {
    for (int i = 0; i < size(); i++) {
      Scalar.encode(values.get(i), out);
      out.unsigned(counts[i]);
    }
  }

  void decode(ByteReader in, int count) {
    for (int i = 0; i < count; i++) {
      values.read(in);
      counts[i] = in.unsigned();
      if (counts[i] <= 0) {
        throw in.damaged("a value that occurred " + counts[i] + " times");
      }
    }
  }
}

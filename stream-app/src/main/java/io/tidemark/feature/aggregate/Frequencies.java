package io.tidemark.feature.aggregate;

import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.StateFormatException;
import io.tidemark.feature.StateInput;
import io.tidemark.feature.StateOutput;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each value occurred: exact while there are at most {@code max} different values, and
 * order-independent. Beyond, every value that makes up more than {@code 1 / (max + 1)} of all is
 * still there, and no count is short by more than that share of all. Not thread-safe.
 */
final class Frequencies implements Summary<Frequencies> {
  /*
   * Misra and Gries, Finding Repeated Elements, 1982; merged as in Agarwal et al., Mergeable
   * Summaries, 2012: counts are added, and where more than max are left the largest one too many is
   * taken from all.
   */

  private final int max;
  private final ScalarList values;
  private long[] counts;

  Frequencies(int max) {
    this.max = max;
    values = new ScalarList(1);
    counts = new long[1];
  }

  private Frequencies(Frequencies other) {
    max = other.max;
    values = new ScalarList(other.values);
    counts = other.counts.clone();
  }

  private int size() {
    return values.size();
  }

  @Override
  public void add(Object value, long timeMs) {
    count(value, 1);
    shrink();
  }

  @Override
  public void addAll(Frequencies other) {
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

  @Override
  public Frequencies copy() {
    return new Frequencies(this);
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public void encode(StateOutput out, long originMs) {
    out.unsigned(size());
    for (int i = 0; i < size(); i++) {
      Scalar.encode(values.get(i), out);
      out.unsigned(counts[i]);
    }
  }

  @Override
  public void decode(StateInput in, long originMs) {
    int count = in.count();
    if (count > max) {
      throw StateFormatException.corrupt(count + " frequent values of at most " + max);
    }
    values.reserve(count);
    counts = new long[Math.max(1, count)];
    for (int i = 0; i < count; i++) {
      values.appendAscending(Scalar.decode(in));
      counts[i] = in.unsigned();
      if (counts[i] <= 0) {
        throw StateFormatException.corrupt("a value that occurred " + counts[i] + " times");
      }
    }
  }
}

package io.tidemark.feature.aggregate;

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
 * still there, and no count is short by more than that share of all. The number beside a value is
 * its count. Not thread-safe.
 */
final class Frequencies extends NumberedScalars implements Summary<Frequencies> {
  /*
   * Misra and Gries, Finding Repeated Elements, 1982; merged as in Agarwal et al., Mergeable
   * Summaries, 2012: counts are added, and where more than max are left the largest one too many is
   * taken from all.
   */

  private final int max;

  Frequencies(int max) {
    this.max = max;
  }

  private Frequencies(Frequencies other) {
    super(other);
    max = other.max;
  }

  @Override
  public void add(Object value, long timeMs) {
    count(value, 1);
    shrink();
  }

  @Override
  public void addAll(Frequencies other) {
    for (int i = 0; i < other.size(); i++) {
      count(other.values.get(i), other.number(i));
    }
    shrink();
  }

  private void count(Object value, long count) {
    int found = values.find(value);
    if (found >= 0) {
      number(found, number(found) + count);
    } else {
      insert(-found - 1, value, count);
    }
  }

  private void shrink() {
    int size = size();
    if (size <= max) {
      return;
    }
    long[] ascending = numbers();
    Arrays.sort(ascending);
    long excess = ascending[size - 1 - max];
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (number(i) > excess) {
        number(kept, number(i) - excess);
        values.set(kept++, values.get(i));
      }
    }
    values.truncate(kept);
  }

  /** The most frequent values, most frequent first; of equally frequent ones the smaller first. */
  List<Object> top(int count, Kind input) {
    return IntStream.range(0, size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> -number(i)))
        .limit(count)
        .map(i -> Scalar.as(values.get(i), input))
        .toList();
  }

  @Override
  public Frequencies copy() {
    return new Frequencies(this);
  }

  @Override
  public void encode(ByteWriter out, long originMs) {
    out.unsigned(size());
    for (int i = 0; i < size(); i++) {
      Scalar.encode(values.get(i), out);
      out.unsigned(number(i));
    }
  }

  @Override
  public void decode(ByteReader in, long originMs) {
    int count = in.count();
    if (count > max) {
      throw in.damaged(count + " frequent values of at most " + max);
    }
    reserve(count);
    for (int i = 0; i < count; i++) {
      Object value = values.ascending(in);
      long occurred = in.unsigned();
      if (occurred <= 0) {
        throw in.damaged("a value that occurred " + occurred + " times");
      }
      insert(i, value, occurred);
    }
  }
}

package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * Different scalars, ascending by {@link Scalar#compare}: the smallest ones up to a bound, so that
 * which they are depends on the set alone also beyond the bound. Not thread-safe.
 */
final class DistinctValues extends ScalarList implements Summary<DistinctValues> {
  private final int max;

  DistinctValues(int max) {
    super(1);
    this.max = max;
  }

  private DistinctValues(DistinctValues other) {
    super(other);
    max = other.max;
  }

  @Override
  public void add(Object value, long timeMs) {
    add(value);
  }

  private void add(Object value) {
    int found = find(value);
    if (found >= 0 || -found - 1 == max) {
      return;
    }
    if (size() == max) {
      truncate(max - 1);
    }
    insert(-found - 1, value);
  }

  @Override
  public void addAll(DistinctValues other) {
    for (int i = 0; i < other.size(); i++) {
      add(other.get(i));
    }
  }

  @Override
  public DistinctValues copy() {
    return new DistinctValues(this);
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public void encode(ByteWriter out, long originMs) {
    out.unsigned(size());
    for (int i = 0; i < size(); i++) {
      Scalar.encode(get(i), out);
    }
  }

  @Override
  public void decode(ByteReader in, long originMs) {
    int count = in.count();
    if (count > max) {
      throw in.damaged(count + " distinct values of at most " + max);
    }
    reserve(count);
    for (int i = 0; i < count; i++) {
      insert(i, ascending(in));
    }
  }
}

package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * An aggregation of scalars whose state is a {@link Summary}; absent when there was none. No words;
 * reference: the summary, none before the first scalar.
 *
 * @param <S> the kind of summary
 */
final class ReferenceAggregation<S extends Summary<S>> implements Aggregation {
  private final String state;
  private final Supplier<S> empty;
  private final BiFunction<S, Kind, Object> result;

  private ReferenceAggregation(
      String state, Supplier<S> empty, BiFunction<S, Kind, Object> result) {
    this.state = state;
    this.empty = empty;
    this.result = result;
  }

  /**
   * How many different values there were, exactly, up to a bound: a result equal to the bound means
   * "that many or more".
   */
  static ReferenceAggregation<DistinctValues> distinct(int max) {
    return new ReferenceAggregation<>(
        "distinct:" + max, () -> new DistinctValues(max), (values, input) -> (long) values.size());
  }

  /**
   * About how many different values there were: exact up to {@value DistinctHashes#MAX_EXACT},
   * beyond it with a relative standard error of 1.23 %.
   */
  static ReferenceAggregation<DistinctHashes> approximateDistinct() {
    return new ReferenceAggregation<>(
        "approx_distinct", DistinctHashes::new, (hashes, input) -> hashes.count());
  }

  /**
   * The values of the latest events that have one, newest first. Of several at the same time the
   * greater is the later ({@link Scalar#compare}); a value that occurs twice is there twice.
   */
  static ReferenceAggregation<LastValues> latest(int size) {
    return new ReferenceAggregation<>(
        "last_n:" + size, () -> new LastValues(size), LastValues::toList);
  }

  /**
   * The most frequent values, most frequent first, of equally frequent ones the smaller first
   * ({@link Scalar#compare}).
   *
   * <p>Exact while there are at most {@code max} different values. Beyond that, the one exception
   * to the laws: {@link Frequencies} guarantees the heavy values, but the rest of the state depends
   * on the order in which values came.
   *
   * @param size how many values it gives
   * @param max how many it keeps; no fewer than it gives
   */
  static ReferenceAggregation<Frequencies> mostFrequent(int size, int max) {
    int kept = Math.max(size, max);
    return new ReferenceAggregation<>(
        "top_k:" + kept,
        () -> new Frequencies(kept),
        (frequencies, input) -> frequencies.isEmpty() ? null : frequencies.top(size, input));
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public int words() {
    return 0;
  }

  @Override
  public int refs() {
    return 1;
  }

  @Override
  public Object accept(Object input) {
    return Inputs.scalar(input);
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    S summary = summary(cell);
    if (summary == null) {
      summary = empty.get();
      cell.ref(summary);
    }
    summary.add(value, timeMs);
  }

  @Override
  public void merge(Cell into, Cell from) {
    S others = summary(from);
    if (others == null) {
      return;
    }
    S summary = summary(into);
    if (summary == null) {
      into.ref(others.copy());
    } else {
      summary.addAll(others);
    }
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    S summary = summary(cell);
    return summary == null ? null : result.apply(summary, input);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    S summary = summary(cell);
    if (summary == null) {
      out.unsigned(0);
    } else {
      summary.encode(out, originMs);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    S summary = empty.get();
    summary.decode(in, originMs);
    if (!summary.isEmpty()) {
      cell.ref(summary);
    }
  }

  @SuppressWarnings("unchecked") // the reference of a cell is what its own aggregation put there
  private S summary(Cell cell) {
    return (S) cell.ref();
  }
}

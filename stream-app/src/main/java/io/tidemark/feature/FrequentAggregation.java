package io.tidemark.feature;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * The most frequent values, most frequent first, of equally frequent ones the smaller first ({@link
 * Scalar#compare}); absent when there was none.
 *
 * <p>Exact while there are at most {@code max} different values. Beyond that, the one exception to
 * the laws: {@link Frequencies} guarantees the heavy values, but the rest of the state depends on
 * the order in which values came. Word: how many values are kept; reference: {@link Frequencies}.
 */
final class FrequentAggregation implements Aggregation {
  private final int size;
  private final int max;

  /**
   * An aggregation.
   *
   * @param size how many values it gives
   * @param max how many it keeps; no fewer than it gives
   */
  FrequentAggregation(int size, int max) {
    this.size = size;
    this.max = Math.max(size, max);
  }

  @Override
  public String state() {
    return "top_k:" + max;
  }

  @Override
  public int words() {
    return 1;
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
    // Beyond the bound every value may cancel out, so the reference, not the word, says "created".
    if (cell.ref() == null) {
      cell.ref(new Frequencies(max, 1));
    }
    Frequencies frequencies = (Frequencies) cell.ref();
    frequencies.add(value);
    cell.word(0, frequencies.size());
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) == 0) {
      return;
    }
    Frequencies others = (Frequencies) from.ref();
    if (into.word(0) == 0) {
      into.ref(new Frequencies(others));
    } else {
      ((Frequencies) into.ref()).addAll(others);
    }
    into.word(0, ((Frequencies) into.ref()).size());
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    return cell.word(0) == 0 ? null : ((Frequencies) cell.ref()).top(size, input);
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
    if (cell.word(0) != 0) {
      ((Frequencies) cell.ref()).encode(out);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    int count = in.count();
    if (count > max) {
      throw in.damaged(count + " frequent values of at most " + max);
    }
    if (count > 0) {
      Frequencies frequencies = new Frequencies(max, count);
      frequencies.decode(in, count);
      cell.ref(frequencies);
      cell.word(0, count);
    }
  }
}

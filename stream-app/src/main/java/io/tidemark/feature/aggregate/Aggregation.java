package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;

/**
 * An aggregation as an algebra over a {@link Cell}: empty, add, merge, result, and a codec.
 *
 * <p>Laws, which {@code AggregationLawsTest} checks for every registered one: a cell of zero words
 * and a null reference is empty; {@code add} and {@code merge} commute and associate, so that any
 * arrival order and any split leaves the same bits; {@code merge} never lets the target share
 * mutable parts with the source; decode of encode gives the same cell. Stateless and thread-safe.
 */
public interface Aggregation {
  /** {@link #nextChangeMs} when time alone never changes the value. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Name of the state. Two aggregations with the same name keep the same cell and differ in {@link
   * #result} alone; over the same expression they share one slot.
   */
  String state();

  /** Words per cell. */
  int words();

  /** References per cell: 0 or 1. */
  default int refs() {
    return 0;
  }

  /**
   * The input in the form {@link #add} takes, or {@code null} when this aggregation cannot take it:
   * null, not finite, or of a type it is not defined for.
   */
  Object accept(Object input);

  /**
   * Adds one input.
   *
   * @param value what {@link #accept} returned, not null
   * @param timeMs event time
   */
  void add(Cell cell, Object value, long timeMs);

  /** Adds everything in {@code from} to {@code into}; {@code from} stays as it is. */
  void merge(Cell into, Cell from);

  /**
   * The value: {@link Long}, {@link Double}, {@link String}, {@link Boolean}, a list of these, or
   * {@code null} where it is absent.
   *
   * @param input the kind of the inputs
   * @param nowMs the instant the value is for, milliseconds since the Unix epoch; what the value
   *     depends on it in steps, see {@link #nextChangeMs}
   */
  Object result(Cell cell, Kind input, long nowMs);

  /**
   * The earliest instant after {@code nowMs} at which {@link #result} of the same cell may change;
   * {@link #NEVER} when time alone never changes it.
   */
  default long nextChangeMs(Cell cell, long nowMs) {
    return NEVER;
  }

  /**
   * Writes the cell.
   *
   * @param originMs an instant near the events in the cell; times are written relative to it
   */
  void encode(Cell cell, ByteWriter out, long originMs);

  /** Reads what {@link #encode} wrote into an empty cell. */
  void decode(Cell cell, ByteReader in, long originMs);
}

package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * What a {@link ReferenceAggregation} keeps of its inputs: it takes in values, and other summaries
 * of its kind. Not thread-safe.
 *
 * @param <S> the kind itself
 */
interface Summary<S extends Summary<S>> {
  /** Takes in one {@link Inputs#scalar}. */
  void add(Object value, long timeMs);

  /** Takes in everything another one holds, which stays as it is. */
  void addAll(S other);

  /** One that holds the same and shares nothing that may change. */
  S copy();

  /** Whether it holds nothing: none was added, or what was has cancelled out. */
  boolean isEmpty();

  /** Writes what it holds: a single zero byte when that is nothing, and only then. */
  void encode(ByteWriter out, long originMs);

  /** Reads what {@link #encode} wrote into an empty summary. */
  void decode(ByteReader in, long originMs);
}

package io.tidemark.entity;

import io.tidemark.feature.Vector;
import java.util.List;

/**
 * Tells whether a vector says what the one before it said: 64 bits over its values, what is
 * warming, when it changes by itself and which versions it is of. Two vectors that differ have the
 * same hash with a chance of 2^-64.
 */
public final class VectorHash {
  /** The hash no vector has. */
  public static final long NONE = 0;

  private static final long SEED = 0xcbf29ce484222325L;

  private VectorHash() {}

  /**
   * The hash of a vector.
   *
   * @param touched another number for every stretch of time after which a row is written again all
   *     the same, because its time to live counts from its newest event
   */
  public static long of(Vector vector, ServedGroups served, long touched) {
    long hash = mix(mix(SEED, touched), vector.validUntilMs());
    hash = mix(hash, text(served.signature()));
    for (int i = 0; i < vector.size(); i++) {
      hash = mix(hash, vector.isWarming(i) ? 1 : 0);
      hash = mix(hash, bits(vector.value(i)));
    }
    return hash == NONE ? 1 : hash;
  }

  /** A finalizer of murmur's kind: every bit of both decides about every bit of the result. */
  private static long mix(long hash, long bits) {
    long mixed = (hash ^ bits) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xd6e8feb86659fd93L;
    return mixed ^ (mixed >>> 32);
  }

  private static long bits(Object value) {
    if (value == null) {
      return -1;
    }
    if (value instanceof Double number) {
      return mix(2, Double.doubleToLongBits(number));
    }
    if (value instanceof Long number) {
      return mix(3, number);
    }
    if (value instanceof List<?> list) {
      long hash = mix(4, list.size());
      for (Object element : list) {
        hash = mix(hash, bits(element));
      }
      return hash;
    }
    return mix(value instanceof Boolean ? 5 : 6, text(value.toString()));
  }

  private static long text(String text) {
    long hash = mix(SEED, text.length());
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash, text.charAt(i));
    }
    return hash;
  }
}
